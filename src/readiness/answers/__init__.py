"""Answers to a questionnaire: read and checked, written, brought up to date."""
