"""The forms of the roof: browser text to clean values."""
