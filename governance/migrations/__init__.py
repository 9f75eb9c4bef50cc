"""Database steps of the storey, in order."""
