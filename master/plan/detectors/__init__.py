"""How repositories of one kind are built and tested: a file per kind, all in one table."""
