"""Writing files: the old content or the new, never half. It takes bytes, prints nothing, raises OSError."""
