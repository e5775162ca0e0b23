"""Values: the words everything else is written in (units, time, draws, distributions, timelines)."""
