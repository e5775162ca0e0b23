"""Statistics: from replications to means with intervals."""
