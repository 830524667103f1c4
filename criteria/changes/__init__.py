"""How changes get into the main line: what commits, branches and the records of a forge say about it."""
