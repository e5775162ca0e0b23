"""Config: what a user may write, checked and frozen."""
