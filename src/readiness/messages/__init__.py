"""What the program says: the catalogue of texts, problems as data, names and characters as they are shown."""
