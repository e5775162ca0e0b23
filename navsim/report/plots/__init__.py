"""Plots: each takes frames and a page of texts and gives a figure. Nothing is computed here but what to show where."""
