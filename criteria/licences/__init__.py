"""Licences: texts against the SPDX list, names, notices, terms, and whether they agree."""
