"""The interview, which asks the questions one after the other."""
