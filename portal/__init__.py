"""Portal, the roof: settings, front door, sign-in, desk, search and reports."""
