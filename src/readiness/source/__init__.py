"""Files in: bytes, text, and YAML data that knows where each value stood; and YAML out."""
