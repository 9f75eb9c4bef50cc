"""The forms of the second storey: browser text to clean values."""
