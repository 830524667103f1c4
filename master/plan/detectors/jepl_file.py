"""Repositories that say in `.sqa/config.yml` how their unit tests are run; for the rest they are what they are."""

from collections.abc import Mapping
from itertools import islice

import attrs

from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from master.plan.commands import INSTALL, OTHER, TEST, is_plain, read_command
from master.plan.detectors.python import pip_install, python_recipe
from master.plan.jepl import FILE, Jepl, read_jepl
from master.plan.project import read_pyproject
from master.plan.python_facts import read_python
from master.plan.runner_settings import RunnerSettings, joined, read_runner
from master.plan.tox_file import read_tox
from workers.cell import Recipe
from workers.environment import MAX_VARIABLES


class JeplDetector:
    """The commands of QC.Uni: installations while building, tests while testing."""

    name = FILE

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        jepl = read_jepl(snapshot)
        if jepl is None:
            return None
        if not jepl:
            return Recipe(reasons=jepl.reasons)
        runner = _runner(snapshot, jepl)
        facts = read_python(snapshot, runner)
        recipe = python_recipe(snapshot, facts, offered) if facts.present else _as_written(runner)
        system = tuple(name for dockerfile in jepl.dockerfiles for name in dockerfile.system)
        pips = [str(item) for dockerfile in jepl.dockerfiles for item in dockerfile.requirements.found]
        before = (pip_install(pips),) if pips and not facts.present else ()
        return attrs.evolve(
            recipe,
            system=(*recipe.system, *system),
            build=(*before, *recipe.build),
            origin=FILE,
            reasons=(f"{FILE} says which tests are run", *jepl.reasons, *recipe.reasons),
        )


def _runner(snapshot: Snapshot, jepl: Jepl) -> RunnerSettings:
    """The commands, with those of tox's environments in the place of tox."""
    installs: list[str] = []
    lines: list[str] = []
    environments = list(jepl.tox)
    reasons = []
    for line in jepl.commands:
        command = read_command(line)
        if not isinstance(command, str) and command.kind == INSTALL:
            installs += joined(word for word in command.arguments if word not in ("tox", "-U", "--upgrade", "--user"))
        elif not isinstance(command, str) and command.words[0].endswith("tox"):
            environments += _named(command.words)
        else:
            lines.append(line)
    own = read_runner(snapshot, FILE, installs, lines)
    pyproject, _ = read_pyproject(snapshot)
    for environment in dict.fromkeys(environments):
        tox = read_tox(snapshot, pyproject, environment)
        reasons.append(f"{FILE}: the environment {shown(environment)} of tox is made without tox, as {tox.source} says")
        own = _joined(own, tox)
    return attrs.evolve(own, reasons=(*own.reasons, *reasons))


def _named(words: tuple[str, ...]) -> list[str]:
    """The environments of `tox -e a,b`; the base of all where none is named."""
    for index, word in enumerate(words):
        if word in ("-e", "-f") and index + 1 < len(words):
            return words[index + 1].split(",")[:20]
        if word.startswith("-e") and len(word) > 2:
            return word[2:].split(",")[:20]
    return ["py"]


def _joined(first: RunnerSettings, second: RunnerSettings) -> RunnerSettings:
    return attrs.evolve(
        first,
        requirements=first.requirements + second.requirements,
        files=tuple(dict.fromkeys((*first.files, *second.files))),
        extras=tuple(dict.fromkeys((*first.extras, *second.extras))),
        environment=dict(islice({**second.environment, **first.environment}.items(), MAX_VARIABLES)),
        commands=(*first.commands, *second.commands),
        reasons=(*first.reasons, *second.reasons),
    )


def _as_written(runner: RunnerSettings) -> Recipe:
    """Commands of what is no Python project, as they stand."""
    commands = [command for command in runner.commands if command.kind in (TEST, OTHER)]
    kept = tuple(command.text for command in commands if is_plain(command))
    left = len(commands) - len(kept)
    reasons = (
        *runner.reasons,
        *((f"{FILE}: {left} commands are more than plain words; they are not run",) if left else ()),
    )
    return Recipe(test=kept, reasons=reasons)
