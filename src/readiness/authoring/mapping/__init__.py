"""Suggest which column of a table answers which question."""
