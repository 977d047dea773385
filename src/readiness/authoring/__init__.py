"""For authors of questionnaires: doubts, JSON Schemas, a folder to start from."""
