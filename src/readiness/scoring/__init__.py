"""Turns a questionnaire and answers into scores and a verdict."""
