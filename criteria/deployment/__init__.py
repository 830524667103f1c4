"""Deployment modules: roles, charts, recipes and container files, and what of a project they put where."""
