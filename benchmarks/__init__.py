"""Benchmarks: speed beside a hand-written model, memory and start-up."""
