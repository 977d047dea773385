"""Helps authors of questionnaires: warnings, JSON Schemas, and a folder to start from."""
