"""Where code is built and run: cells, images, the sandbox, engines, and reading what a cell left behind."""
