"""JavaScript and TypeScript projects that npm or Yarn install."""

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from criteria.untrusted import load_json
from master.plan.node_script import Part, parts_of, tap_of, with_tap
from master.plan.requirements import plain_file
from master.plan.toolchain import choose_toolchain
from workers.cell import Recipe, Results

MANIFEST = "package.json"
LOCKS = ("package-lock.json", "npm-shrinkwrap.json")
YARN = "yarn.lock"
_PLACEHOLDER = re.compile(r"echo\s.{0,10}Error: no test specified")
_MAJOR = re.compile(r"(?:>=|\^|~|=|v|\s)*(\d{1,3})")
_TABLES = ("dependencies", "devDependencies", "optionalDependencies")


class NpmDetector:
    """Installs what the lock file says, and runs the test script."""

    name = "npm"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        entry = plain_file(snapshot, MANIFEST)
        if entry is None:
            return None
        try:
            manifest = load_json(snapshot.read(entry), MANIFEST)
        except UntrustedInputError as error:
            return Recipe(reasons=(f"nothing is run: {MANIFEST} is not read: {error}",))
        if not isinstance(manifest, dict):
            return None
        minimum = _node(manifest)
        chosen = choose_toolchain(("nodejs",), minimum, f"{MANIFEST} asks for Node.js {minimum}", offered)
        if chosen.image is None:
            return Recipe(reasons=(chosen.reason,))
        scripts = _table(manifest, "scripts")
        script = _script(scripts)
        parts = parts_of(script, _packages(manifest)) if script else ()
        tool = "yarnpkg" if _is_yarn(snapshot) else "npm"
        return Recipe(
            images=(chosen.image,),
            system=tuple(dict.fromkeys(("nodejs", "npm", tool))),
            build=(_install(snapshot, tool), *(("npm run build",) if isinstance(scripts.get("build"), str) else ())),
            test=tuple(_commands(scripts, parts)) if script else (),
            results=Results(
                junit=tuple(part.junit for part in parts if part.junit),
                tests=tuple(tap_of(part.jest) for part in parts if part.jest),
            ),
            reasons=(*_reasons(snapshot, chosen.reason, tool, script, parts), *_left_out(scripts, parts)),
        )


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _packages(manifest: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for key in _TABLES for name in _table(manifest, key))


def _node(manifest: Mapping[str, Any]) -> str:
    """The oldest major version of Node.js that `engines` allows; "0" when it does not say."""
    wanted = _table(manifest, "engines").get("node")
    ranges = wanted[:200].split("||") if isinstance(wanted, str) else []
    return str(min((int(match.group(1)) for part in ranges if (match := _MAJOR.match(part.strip()))), default=0))


def _script(scripts: Mapping[str, Any]) -> str:
    """The test script, empty when there is none or only the one that npm writes into a new package."""
    script = scripts.get("test")
    return script.strip() if isinstance(script, str) and not _PLACEHOLDER.search(script) else ""


def _is_yarn(snapshot: Snapshot) -> bool:
    """Whether there is a lock file of the Yarn that Debian has, 1.x."""
    entry = plain_file(snapshot, YARN)
    return entry is not None and not _npm_lock(snapshot) and "yarn lockfile v1" in snapshot.text(entry, 400)


def _npm_lock(snapshot: Snapshot) -> bool:
    return any(plain_file(snapshot, name) is not None for name in LOCKS)


def _install(snapshot: Snapshot, tool: str) -> str:
    if tool == "yarnpkg":
        return "yarnpkg install --frozen-lockfile --non-interactive"
    return f"npm {'ci' if _npm_lock(snapshot) else 'install'} --no-audit --no-fund"


def _commands(scripts: Mapping[str, Any], parts: tuple[Part, ...]) -> Iterator[str]:
    if not any(part.runner for part in parts):
        yield "npm test"
        return
    if isinstance(scripts.get("pretest"), str):
        yield "npm run pretest"
    for part in parts:
        command = f"npm exec --offline -c {shlex.quote(part.command)}"
        yield with_tap(command, part.jest) if part.jest else command


def _left_out(scripts: Mapping[str, Any], parts: tuple[Part, ...]) -> Iterator[str]:
    """What comes after the tests, most often a linter, would end a cell whose tests passed."""
    if isinstance(scripts.get("posttest"), str) and any(part.runner for part in parts):
        yield "the script posttest is left out: it begins when the tests have ended"


def _reasons(snapshot: Snapshot, image: str, tool: str, script: str, parts: tuple[Part, ...]) -> Iterator[str]:
    lock = YARN if tool == "yarnpkg" else next((name for name in LOCKS if plain_file(snapshot, name)), "no lock file")
    yield f"{MANIFEST} is there: the project is installed with {tool}, from {lock}"
    if image:
        yield image
    for name in (YARN, "pnpm-lock.yaml"):
        if name in snapshot.by_path and lock != name:
            yield f"{name} is not followed: npm does not read it" if name != YARN else f"{YARN} is not followed"
    if not script:
        yield f"no tests found: {MANIFEST} has no test script of its own"
        return
    yield f"the tests are those of the test script, {shown(script, 120)}"
    for part in parts:
        if part.junit or part.jest:
            yield f"{part.runner} is asked for a report of each test"
    if not any(part.junit or part.jest for part in parts):
        yield "single tests are told where the output of the script has a known form"
    yield "coverage is not measured for JavaScript"
