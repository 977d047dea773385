"""Scores many enterprises at once: tables of answers, scored by column, and what they show together."""
