"""Writes files completely or not at all. It takes bytes, prints nothing and raises OSError."""
