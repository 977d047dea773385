"""What the program says: the message catalogue, problems as data, suggested names, and safe characters."""
