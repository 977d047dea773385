"""Pages made of blocks: one module a page or a group of its sections, one function a section."""
