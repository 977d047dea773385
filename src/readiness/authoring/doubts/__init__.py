"""What is legal in a questionnaire but surely not meant."""
