"""The verdict on the lines that a change brings: one pattern, one kind of file, nothing that was there before."""

from collections.abc import Callable, Iterable

from criteria.changes.source_lines import PROSE_LANGUAGES, PYTHON
from criteria.check import failed, not_applicable, not_assessed, passed
from criteria.evidence.change import AddedLine, ChangedFile, Changeset
from criteria.model import Finding, Strength, Verdict
from criteria.printable import printable

SHOWN = 500  # findings kept in the verdict

Found = Iterable[tuple[int, str]]  # line and message


def python(file: ChangedFile) -> bool:
    """First-party Python, Cython or Sage, tests included."""
    return file.apart is None and file.language in PYTHON


def documented(file: ChangedFile) -> bool:
    """As `python`, and reStructuredText."""
    return file.apart is None and file.language in PYTHON | PROSE_LANGUAGES


def on_lines(find: Callable[[AddedLine], str | None]) -> Callable[[ChangedFile], Found]:
    """What a file has, from a function that says of one line what is wrong with it, or None."""

    def found(file: ChangedFile) -> Found:
        return ((line.number, why) for line in file.added if (why := find(line)) is not None)

    return found


def on_added(
    rule: str,
    change: Changeset,
    wanted: Callable[[ChangedFile], bool],
    find: Callable[[ChangedFile], Found],
    *,
    subject: str,
    required: str,
) -> Verdict:
    """Fails where something is found; passes where all that the change adds to the wanted files was looked at.

    `subject`: what these files are, for the sentence that there are none.
    """
    files = [file for file in change.files if wanted(file) and (file.added or file.unread)]
    if not files and change.truncated is None:
        return not_applicable(f"{rule} speaks of lines that a change adds; this one adds none to {subject}")
    findings = tuple(Finding(rule, message, file.path, line) for file in files for line, message in find(file))
    lines = sum(len(file.added) for file in files)
    found = f"{len(findings):,} in {lines:,} added lines of {len(files):,} file{'' if len(files) == 1 else 's'}"
    if findings:
        first = findings[0]
        reason = f"{printable(first.path or '')}, line {first.line}: {first.message}"
        more = f"; and {len(findings) - 1:,} more" if len(findings) > 1 else ""
        return failed(reason.rstrip(".") + more, findings[:SHOWN], required=required, found=found)
    unknown = unlooked(change, files)
    if unknown is not None:
        return not_assessed(unknown, required=required, found=found)
    return passed(f"none in {found.partition(' in ')[2]}", Strength.E3, required=required, found=found)


def unlooked(change: Changeset, files: Iterable[ChangedFile]) -> str | None:
    """Why a clean result would mean nothing."""
    if change.truncated is not None:
        return change.truncated
    unread = next((file for file in files if file.unread is not None), None)
    return None if unread is None else f"{printable(unread.path)} was not read: {unread.unread}"
