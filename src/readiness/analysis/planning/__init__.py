"""The least effort that reaches a band, or the best score within a budget, found and proven."""
