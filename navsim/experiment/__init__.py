"""Experiments: scenarios times replications, spread over processes, gathered into tables."""
