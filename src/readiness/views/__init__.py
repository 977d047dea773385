"""What people see, final and rounded, before it has a format."""
