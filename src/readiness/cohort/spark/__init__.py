"""Scores cohorts that outgrow one machine, on Spark."""
