"""Verification: what must be true of every run, held against somebody's own config."""
