"""Load a questionnaire by its name or path, and report every problem of its files at once."""
