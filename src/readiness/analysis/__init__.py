"""Pure functions over scores: what to do first, and why."""
