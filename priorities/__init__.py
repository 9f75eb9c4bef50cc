"""Priorities, the second storey: plans, sponsors, delivery plans, quarterly progress."""
