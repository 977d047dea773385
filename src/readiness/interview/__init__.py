"""Asks the questions one after the other."""
