"""Security advisories in the OSV format: how its records are read, and which versions they speak of."""
