"""Governance, the ground storey: people, boards, seats, meetings and the record all keep."""
