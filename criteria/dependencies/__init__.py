"""What a project says it depends on: one reader for each kind of manifest and lock file, none of them executed."""
