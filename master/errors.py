"""The errors of this room: one class per exit code. Each message says what is wrong, where, and what to do."""


class AssayError(Exception):
    """Ends a command with one sentence and its exit code; never with a traceback."""

    exit_code = 3


class UsageError(AssayError):
    """A bad argument or a bad configuration: whoever asked can put it right."""

    exit_code = 2


class MeasureError(AssayError):
    """Nothing could be measured: network, daemon, worker or disk. Says nothing about the project."""

    exit_code = 4


class InternalError(AssayError):
    """Our bug."""

    exit_code = 3


class Interrupted(AssayError):  # noqa: N818 - it is no error, somebody pressed ^C
    """The user stopped the command."""

    exit_code = 130
