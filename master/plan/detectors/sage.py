"""Packages on top of Sage: their doctests are run by Sage's own doctester, with one record per example."""

import itertools
import re
import shlex
from collections.abc import Iterator, Mapping

import attrs
from packaging.requirements import Requirement

from criteria.snapshot import Entry, Snapshot
from master.plan.detectors.python import pip_install, python_recipe
from master.plan.project import Project, read_project
from master.plan.python_facts import read_python
from master.plan.python_tests import NO_TESTS
from master.plan.requirements import PLAIN_PATH, name_of
from workers.cell import Recipe

TOOL = '"$ASSAY_TOOLS/sage-doctest"'
REPORT = "tests.jsonl"
SOURCES = (".py", ".pyx", ".pxd", ".sage")
MAX_FILES = 5000
MAX_TEXT = 256 * 2**10  # characters of one file; prompts stand in the first docstrings
MAX_PLACES = 20  # folders and files named in the command
_PROMPT = re.compile(r"^[ \t]{0,40}sage:[ \t]", re.MULTILINE)
_PARTS = re.compile(r"(?:passagemath|sagemath)-([a-z0-9-]{1,60})\Z")
# Parts that bring no names of their own into a doctest.
_PLUMBING = {"conf", "environment", "repl", "setup", "objects", "docbuild", "jupyter-kernel", "buildbot"}
_WHOLE = {"standard", "sagemath", "sage"}
_REPL = "passagemath-repl"  # brings the doctester where Sage comes in parts


class SageDetector:
    """A Python project that depends on Sage or parts of it, and whose docstrings hold its prompts."""

    name = "Sage"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        needed = _sage_of(read_project(snapshot))
        if not needed:
            return None
        places = _places(_with_prompts(snapshot))
        if not places:
            return None
        recipe = python_recipe(snapshot, read_python(snapshot), offered)
        if not recipe.build:
            return recipe
        names = [name_of(item) for item in needed]
        repl = (
            (pip_install([_REPL]),) if _REPL not in names and any(name.startswith("passage") for name in names) else ()
        )
        environment = _environment(names)
        options = ["--random-seed", "0", *(["--environment", environment] if environment else [])]
        command = " ".join([TOOL, *map(shlex.quote, [*options, *places])])
        why = [f"the doctests are run by Sage's doctester: {', '.join(places)} has its prompts"]
        if repl:
            why.append(f"{_REPL} is installed: it brings the doctester")
        if environment:
            why.append(f"the doctests find the names of {environment}: the project asks for parts of Sage only")
        return attrs.evolve(
            recipe,
            build=(*recipe.build, *repl),
            test=(command, *recipe.test),
            results=attrs.evolve(recipe.results, tests=(REPORT,)),
            reasons=(*(reason for reason in recipe.reasons if not reason.startswith(NO_TESTS)), *why),
        )


def _sage_of(project: Project) -> tuple[Requirement, ...]:
    if not project.installable:
        return ()
    return tuple(item for item in project.dependencies.found if _PARTS.match(name_of(item)))


def _environment(names: list[str]) -> str:
    """The module whose names doctests see; "" for Sage's own default."""
    parts = [match.group(1) for name in names if (match := _PARTS.match(name))]
    if _WHOLE.intersection(parts):
        return ""
    named = next((part for part in parts if part not in _PLUMBING), None)
    return f"sage.all__sagemath_{named.replace('-', '_')}" if named else ""


def _with_prompts(snapshot: Snapshot) -> Iterator[Entry]:
    sources = [entry for entry in snapshot.files() if entry.name.endswith(SOURCES) and PLAIN_PATH.match(entry.path)]
    for entry in itertools.islice(sources, MAX_FILES):
        if entry.size and _PROMPT.search(snapshot.text(entry, MAX_TEXT)):
            yield entry


def _places(entries: Iterator[Entry]) -> tuple[str, ...]:
    """The top folders that hold them, `src/NAME` below src; single files of the top folder by themselves."""
    places: dict[str, None] = {}
    for entry in entries:
        parts = entry.path.split("/")
        depth = 2 if parts[0] == "src" and len(parts) > 2 else 1
        places["/".join(parts[:depth])] = None
    return tuple(itertools.islice(places, MAX_PLACES))
