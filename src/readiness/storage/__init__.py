"""Files out: the old content or the new, never half. It takes bytes, says nothing and raises OSError."""
