"""Tests as a suite reports them, whatever form the report has."""

import attrs

NAMES_KEPT = 200


@attrs.frozen
class SuiteReport:
    """`total` is the sum of the other four; `failed_names` are capped at NAMES_KEPT."""

    reader: str
    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0
    failed_names: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.errors + self.skipped

    def __add__(self, other: "SuiteReport") -> "SuiteReport":
        return SuiteReport(
            self.reader,
            self.passed + other.passed,
            self.failed + other.failed,
            self.errors + other.errors,
            self.skipped + other.skipped,
            (self.failed_names + other.failed_names)[:NAMES_KEPT],
        )
