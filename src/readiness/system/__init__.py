"""What POSIX and Windows do differently, each in one module, behind the same functions."""
