"""The errors of this room. Each message says what is wrong, where, and what to do."""


class ReportError(Exception):
    """A report cannot be made or read."""


class UnknownFormatError(ReportError):
    """No format has that name."""


class PublishError(ReportError):
    """The files of a report could not be written; what stood there before is intact."""
