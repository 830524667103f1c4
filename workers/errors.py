"""The errors of this room. Each message says what is wrong, where, and what to do."""


class WorkersError(Exception):
    """Something about a cell, an image or an engine does not fit."""


class MatrixError(WorkersError):
    """The matrix asks for a cell that cannot exist. A mistake of whoever wrote the configuration."""


class PackageError(MatrixError):
    """A Debian package that the configuration asks for does not exist in its image."""


class InfrastructureError(WorkersError):
    """Our side failed: no engine, no image, no disk. Never counted against the project."""


class EngineError(InfrastructureError):
    """The container engine does not answer, or stopped answering."""


class ImageError(InfrastructureError):
    """The image of a cell is missing and cannot be made here."""


class ResultError(WorkersError):
    """A result file that came out of a cell cannot be read; it is treated as absent, and said so."""
