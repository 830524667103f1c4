"""Test programs that have no runner: each is one test, told as TAP (Test Anything Protocol).

The commands hold in a shell that ends at the first failure (`-e`) as well as in one that does not.
"""

import shlex
from collections.abc import Iterable


def words(names: Iterable[str]) -> str:
    """Names as words of a command."""
    return " ".join(shlex.quote(name) for name in names)


def as_tap(names: str, command: str, file: str, *, folder: str = "") -> str:
    """A command that runs `command` once for each of the words `names`; it fails when one of them did, or without any.

    `command` finds the word in "$name". `file` below $ASSAY_RESULTS takes the results. `folder`: where the commands
    run, the source tree when empty.
    """
    tap = f'"$ASSAY_RESULTS/{file}"'
    enter = f"cd {shlex.quote(folder)} && " if folder else ""
    return (
        f"{enter}n=0; failed=0; for name in {names}; do n=$((n+1)); "
        f'if {command}; then ended=ok; else ended="not ok"; failed=1; fi; '
        f'echo "$ended $n - ${{name##*/}}" >> {tap}; done; '
        f'echo "1..$n" >> {tap}; exit $((failed || n == 0))'
    )


def then(command: str, report: str) -> str:
    """The command, then one that makes its report, whatever happened; it ends as the first did."""
    return f"ended=0; {command} || ended=$?; {report} || true; exit $ended"


def one_after_the_other(commands: Iterable[str]) -> tuple[str, ...]:
    """One command that runs all of these, the later ones also when an earlier one failed; it fails when one did."""
    parts = list(commands)
    if len(parts) < 2:
        return tuple(parts)
    runs = " ".join(f"( {part} ) || ended=$?;" for part in parts)
    return (f"ended=0; {runs} exit $ended",)
