"""Engine: from a plan to the log of what happened."""
