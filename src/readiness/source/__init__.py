"""Reading files: bytes, text, and YAML data that knows the place of each value; and writing YAML."""
