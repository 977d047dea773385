"""Files out: the old content or the new, never half; locks, pipes, devices and signals."""
