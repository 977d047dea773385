"""Answers of several people about one enterprise: merged, compared, and what to talk about."""
