"""The formats: one file turns the report document into the bytes of one format. `reports/all_formats.py` lists them."""
