"""Warnings about things in a questionnaire that are allowed but are probably a mistake."""
