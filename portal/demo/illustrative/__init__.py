"""What the papers do not know and the demonstration added; every row of it is marked."""
