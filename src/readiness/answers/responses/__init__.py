"""Answers of many respondents, from a table that a survey tool exported and a map of its columns."""
