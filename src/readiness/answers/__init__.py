"""Answers to a questionnaire: read, check, write and upgrade them."""
