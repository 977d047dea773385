"""The ways of combining parts into one score, one small file for each kind."""
