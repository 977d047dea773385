"""What the writer of Word files is made of."""
