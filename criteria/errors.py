"""The errors of this room. Each message says what is wrong, where, and what to do."""


class CriteriaError(Exception):
    """Something about a snapshot, a baseline or a statement does not fit."""


class BaselineError(CriteriaError):
    """A baseline does not exist or contradicts itself."""


class SnapshotError(CriteriaError):
    """The commit cannot be read from the repository."""


class UntrustedInputError(CriteriaError):
    """Bytes from outside are larger, deeper or stranger than we are willing to read."""


class ToolError(CriteriaError):
    """An analyser did not start, crashed, timed out or said something we cannot read.

    `hopeless`: with fewer files it would be the same.
    """

    def __init__(self, message: str, *, hopeless: bool = False) -> None:
        super().__init__(message)
        self.hopeless = hopeless
