"""Sweeps: one config at many points, each point durable once it is finished, on one machine or a cluster."""
