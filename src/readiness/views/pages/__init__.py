"""Pages as blocks: one module for each page or group of sections, one function for each section."""
