"""What runs a cell on a machine; one file per engine, all of the shape in `engine.py`."""
