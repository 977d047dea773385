"""Is an enterprise ready to go overseas? Questions, published rules, a verdict."""

__version__ = "0.1.0"
