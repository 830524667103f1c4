"""Ready changes that a project can take: each a pure function that proposes, none applies anything."""
