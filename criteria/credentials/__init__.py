"""What credentials look like: the formats of providers, and what tells a real one from an example."""
