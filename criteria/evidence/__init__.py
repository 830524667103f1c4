"""The kinds of evidence: one file holds one kind, its data and how it is read from git objects."""
