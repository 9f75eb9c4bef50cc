"""Impact, the third storey: measures, targets, observations and what they say."""
