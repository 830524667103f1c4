"""Evidence of kind "change": the pure difference of two commits, line by line, and the commits between them.

It is there where a base was named. Lines that were only moved are told apart from those that are new: a change is
judged by what it brings. The base of a change compared with itself changes nothing, which is the evidence of the base.
"""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from criteria.census.apart import apart
from criteria.census.kinds import kind_of
from criteria.census.languages import DATA, HEAD, identify
from criteria.changes.change_name import ChangeName
from criteria.changes.deprecations import Deprecation, deprecations
from criteria.changes.difference import Difference, commits_between, differences
from criteria.changes.functions import Function, functions
from criteria.changes.hunks import Hunks, hunks
from criteria.changes.source_lines import PYTHON, SourceLines, read_lines
from criteria.snapshot import CommitInfo, Snapshot

KIND = "change"
ABSENT = "no base was named, so there is no change to look at; name one with --since"
MAX_LINE = 1000  # characters of one line that are kept
MAX_ADDED = 100_000  # lines of all files
MAX_COMMITS = 2000
_FOLLOWING = 40  # characters of the next line, which is looked for among so many
_NEAR = 10


@attrs.frozen
class AddedLine:
    """A line that the change brings. `number` counts from 1, in the head.

    `role` is one of `criteria.changes.source_lines`: code, prose, example, old continuation, output or plain.
    `code`: what is left without strings and comments, in Python and Cython. `following`: how the next line that is not
    empty begins.
    """

    number: int
    text: str
    role: str
    code: str = ""
    following: str = ""


@attrs.frozen
class ChangedFunction:
    """A function that the change brings or touches. `tested`: its docstring holds an example.

    `before`: the file had one of that name. `new`: it had none, and the code is new as well. `lost`: what had that name
    had an example.
    """

    name: str
    line: int
    documented: bool
    tested: bool
    before: bool
    new: bool
    lost: bool


@attrs.frozen
class ChangedFile:
    """A regular file of the head that differs from the base. `before`: its path there; None for a new one.

        `kind` and `apart` as the census has them. `moved`: lines that stood elsewhere before. `unread`: why nothing is
    X"""

    path: str
    before: str | None
    language: str | None
    kind: str
    apart: str | None
    added: tuple[AddedLine, ...] = ()
    removed: int = 0
    moved: int = 0
    unread: str | None = None
    functions: tuple[ChangedFunction, ...] = ()
    untested: tuple[int, int] = (0, 0)
    deprecations: tuple[Deprecation, ...] = ()
    deprecated: tuple[int, ...] = ()


@attrs.frozen
class Changeset:
    """What lies between two commits. `truncated`: why not all of it was looked at.

    `commits`: those of the head that the base has not, newest first. `untested_deleted`: functions without an example
    in files that are gone.
    """

    base: str
    head: str
    name: ChangeName
    files: tuple[ChangedFile, ...]
    deleted: tuple[str, ...]
    commits: tuple[CommitInfo, ...]
    truncated: str | None = None
    untested_deleted: int = 0

    @property
    def added(self) -> int:
        return sum(len(file.added) for file in self.files)


def collect(base: Snapshot, head: Snapshot, name: ChangeName) -> Changeset:
    """The difference of two commits of one repository. `base` is where the head left the line it is compared with.

    Raises SnapshotError where the commits cannot be compared; a file that cannot be read says so itself.
    """
    if base.commit == head.commit:
        return Changeset(base.commit, head.commit, name, (), (), ())
    changed, cut = differences(base, head)
    found = hunks(changed)
    files: list[ChangedFile] = []
    left = MAX_ADDED
    for one in changed:
        if one.new is not None:
            files.append(_file(one, one.new, found.get(one.path, Hunks()), left))
            left -= len(files[-1].added)
    commits = commits_between(base, head, MAX_COMMITS + 1)
    if left <= 0:
        cut = cut or f"the change adds more than {MAX_ADDED:,} lines, which is more than is looked at"
    if len(commits) > MAX_COMMITS:
        cut = cut or f"the change holds more than {MAX_COMMITS:,} commits, which is more than is looked at"
    gone = tuple(one for one in changed if one.new is None)
    return Changeset(
        base=base.commit,
        head=head.commit,
        name=name,
        files=tuple(files),
        deleted=tuple(one.path for one in gone),
        commits=commits[:MAX_COMMITS],
        truncated=cut,
        untested_deleted=sum(map(_untested, gone)),
    )


def _file(one: Difference, text: str, found: Hunks, most: int) -> ChangedFile:
    name = one.path.rpartition("/")[2]
    content = text[:HEAD].encode("utf-8", errors="replace")
    language = identify(name, content).language
    rule = apart(one.path, language, content)
    bare = ChangedFile(
        path=one.path,
        before=one.before,
        language=language.name if language else None,
        kind=kind_of(one.path, language, rule),
        apart=rule,
        removed=found.removed,
        moved=found.moved,
        # Source with a zero byte is none that its language reads, and nobody knows what it is.
        unread=one.unread or ("it holds a zero byte" if one.binary and language and language.group != DATA else None),
    )
    if bare.unread is not None or one.binary:
        return bare
    source = read_lines(text, bare.language)
    with_lines = attrs.evolve(bare, added=tuple(_added(source, sorted(found.new)[:most])))
    return _as_python(with_lines, source, one.old, found.new) if bare.language in PYTHON else with_lines


def _untested(gone: Difference) -> int:
    language = identify(gone.path.rpartition("/")[2], gone.old[:HEAD].encode("utf-8", errors="replace")).language
    if language is None or language.name not in PYTHON:
        return 0
    return sum(not one.tested for one in functions(read_lines(gone.old, language.name)))


def _added(source: SourceLines, numbers: Iterable[int]) -> Iterator[AddedLine]:
    for number in numbers:
        text, code = source.lines[number - 1], source.code[number - 1]
        yield AddedLine(number, _cut(text), source.roles[number - 1], _cut(code), _following(source.lines, number))


def _cut(text: str) -> str:
    """A line that is cut never ends with a blank: nobody would know whether it does."""
    text = text.removesuffix("\r")
    return text if len(text) <= MAX_LINE else text[:MAX_LINE].rstrip()


def _following(lines: Sequence[str], number: int) -> str:
    near = (line.strip() for line in lines[number : number + _NEAR])
    return next((line for line in near if line), "")[:_FOLLOWING]


def _as_python(file: ChangedFile, source: SourceLines, old: str, new: frozenset[int]) -> ChangedFile:
    """With its functions and deprecations."""
    source_before = read_lines(old, file.language)
    before, after = functions(source_before), functions(source)
    tested, still = _tested(before), _tested(after)
    # A property has one name for what gets and what sets it: the example of either is that of the name.
    had = {name: tested[name] and not still.get(name, True) for name in tested}
    changed = (_function(one, had.get(one.name), new) for one in after)
    return attrs.evolve(
        file,
        functions=tuple(one for one in changed if one is not None),
        untested=(sum(not one.tested for one in before), sum(not one.tested for one in after)),
        deprecations=tuple(one for one in deprecations(source.code) if one.line in new),
        deprecated=tuple(sorted({one.number for one in deprecations(source_before.code)})),
    )


def _tested(found: Iterable[Function]) -> dict[str, bool]:
    tested: dict[str, bool] = {}
    for one in found:
        tested[one.name] = tested.get(one.name, False) or one.tested
    return tested


def _function(one: Function, lost: bool | None, new: frozenset[int]) -> ChangedFunction | None:
    """None where the change does not concern it: a type that was added to a signature is no change of what it does.

    `lost`: its name had an example in the base and has none now; None where the base had no such name. New is a name
    that the file did not have, with a body of which half at least stood nowhere else before.
    """
    brought = sum(line in new for line in one.body)
    named = lost is None and one.line in new
    if not brought and not named and not lost:
        return None
    is_new = named and 2 * brought >= len(one.body)
    return ChangedFunction(one.name, one.line, one.documented, one.tested, lost is not None, is_new, bool(lost))
