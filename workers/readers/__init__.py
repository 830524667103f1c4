"""Readers of what a cell left behind; one file per form of report, each capped and typed, all input hostile."""
