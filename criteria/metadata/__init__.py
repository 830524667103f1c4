"""Metadata: manifests, citation files, identifiers, releases."""
