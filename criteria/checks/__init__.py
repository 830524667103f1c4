"""One rule, one file; see `criteria/catalogue.py` for the list."""
