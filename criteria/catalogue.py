"""All checks, by the id of the rule they judge: the one list. Docs and `assay criteria` are derived from it."""

from criteria.check import Check

CHECKS: dict[str, Check] = {}
