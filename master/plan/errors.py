"""The error of planning: a configuration that its author can correct."""

from collections.abc import Sequence

from master.errors import UsageError


class ConfigurationError(UsageError):
    """One file is wrong in one or more places; each problem is a sentence that begins with FILE:LINE."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
