"""Automation: what the configuration of a continuous integration runs, when, and whether it can fail."""
