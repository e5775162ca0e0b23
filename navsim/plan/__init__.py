"""Plan: an office compiled into flat arrays that an engine can run."""
