"""What a project's own way of starting tests (tox, nox, JePL) says about their environment."""

from collections.abc import Iterable, Mapping
from itertools import islice

import attrs

from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from master.plan.commands import Command, read_command, substituted
from master.plan.requirements import Requirements, parse, plain_file, requirement_file, wanted_extras

MAX_LINES = 200
MAX_TOLD = 3  # commands that are left out, each with its sentence
MAX_COMMANDS = 50  # more than a recipe needs; several runners may be read together


@attrs.frozen
class RunnerSettings:
    """`source`: the file, for sentences. `files`: files with requirements that the environment includes. `extras`: of
    the project. `commands`: those that test, in their order.
    """

    source: str = ""
    requirements: Requirements = attrs.field(factory=Requirements)
    files: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    environment: Mapping[str, str] = attrs.field(factory=dict)
    commands: tuple[Command, ...] = ()
    reasons: tuple[str, ...] = ()


def joined(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a `pip install`, with each option and its value in one word."""
    result: list[str] = []
    for word in words:
        if result and result[-1] in ("-r", "--requirement", "-e", "--editable", "-c", "--constraint"):
            result[-1] += f" {word}"
        else:
            result.append(word)
    return tuple(result)


def read_runner(
    snapshot: Snapshot, source: str, installs: Iterable[str], commands: Iterable[str], reasons: Iterable[str] = ()
) -> RunnerSettings:
    """From single words for pip (`pytest>=3`, `-r FILE`, `.[test]`) and from lines of commands.

    What only the runner itself can work out is left out, with a reason.
    """
    found, refused, files = [], [], []
    extras: list[str] = []
    told = list(reasons)
    for word in map(substituted, islice(installs, MAX_LINES)):
        if (path := requirement_file(word)) is not None and plain_file(snapshot, path):
            files.append(path)
        elif (names := wanted_extras(word)) is not None:
            extras += names
        elif path is not None or "{" in word or word.startswith("-"):
            refused.append(f"{source}: {shown(word)} is not followed: only plain names, -r and extras are")
        elif isinstance(item := parse(word), str):
            refused.append(f"{source}: {item}; it is not installed")
        else:
            found.append(item)
    understood = [read_command(line) for line in islice(commands, MAX_COMMANDS)]
    read = [command for command in understood if not isinstance(command, str)]
    left = [f"{source}: {reason}" for reason in understood if isinstance(reason, str)]
    told += left[:MAX_TOLD]
    if len(left) > MAX_TOLD:
        told.append(f"{source}: {len(left) - MAX_TOLD} more commands are not run for such reasons")
    return RunnerSettings(
        source=source,
        requirements=Requirements(tuple(found), tuple(refused)),
        files=tuple(dict.fromkeys(files)),
        extras=tuple(dict.fromkeys(extras)),
        commands=tuple(read),
        reasons=tuple(told),
    )
