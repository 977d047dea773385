"""A name or a path into a questionnaire, with every problem of its files at once."""
