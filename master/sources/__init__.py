"""Sources: what the user names becomes one full commit in a bare mirror."""
