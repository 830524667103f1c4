"""The analysers: one file holds one outside tool, how it is called and how its answer is read."""
