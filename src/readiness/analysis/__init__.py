"""Pure functions that find out from scores what to do first, and why."""
