"""One subcommand per file: parse, call, render, exit code."""
