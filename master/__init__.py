"""Orchestrates: sources, plan, Buildbot, ingest, and the command line."""
