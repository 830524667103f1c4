"""What stands behind a command that only calls something of the tree: `make check`, `tox -e lint`, a script.

Text alone is read: nothing is expanded, included or run. Each reader returns the lines of shell that are called.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import attrs

from criteria.automation.environments import commands, envlist, native_tox, of_factors, option, sections, setting
from criteria.automation.fields import get, listed
from criteria.automation.makefile import does_something, make_arguments, rules
from criteria.automation.model import Purpose
from criteria.automation.paths import joined
from criteria.automation.purposes import of_hook, of_name, tool_name
from criteria.automation.shell import words
from criteria.errors import UntrustedInputError
from criteria.snapshot import Snapshot
from criteria.untrusted import load_json, load_toml, load_yaml

LIMIT = 256 * 1024  # bytes of one file
MAX_LINES = 300  # of one target
BUDGET = 16 * 2**20  # characters of scripts that are read for one tree, 200 more for each call
_SESSION = re.compile(r"^(?:async )?def (\w{1,80})\(\w{0,20}session", re.M)
_RUN = re.compile(r"session\.run(?:_always|_install)?\(([^()]{0,1000}(?:\([^()]{0,300}\)[^()]{0,600}){0,3})\)")
_STRING = re.compile(r"[\"']([^\"'\n]{0,300})[\"']")
_SCRIPTS = (".sh", ".bash", ".zsh", "")
_PROGRAMS = (".py", ".jl", ".r", ".pl", ".rb", ".js", ".g")
_NAMED_TEST = re.compile(
    r"^(?:run[-_]?)?(?:all[-_]?|unit[-_]?)?(?:doc)?tests?(?:[-_.]\w{1,30})*$|_tests?(?:\.\w{1,5})?$", re.I
)


@attrs.frozen
class Called:
    """The shell behind a call.

    `via`: the file it stands in. `promised`: purposes by name, for what no table knows. `hooks` of pre-commit: id and
    purposes.
    """

    via: str
    script: str
    promised: tuple[Purpose, ...] = ()
    hooks: tuple[tuple[str, tuple[Purpose, ...]], ...] = ()
    errexit: bool = True  # it ends at the first command that fails, unless the script says otherwise


class Targets:
    """Looks up what a command calls in the tree of one snapshot; each file is read once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._left = BUDGET
        self._texts: dict[str, str] = {}
        self._rules: dict[str, dict[str, tuple[str, list[str]]]] = {}

    def spend(self, script: str) -> bool:
        """Whether the script may still be read: hostile scripts that call each other come to an end (A23)."""
        self._left -= len(script) + 200
        return self._left > 0

    @property
    def exhausted(self) -> bool:
        return self._left <= 0

    def called(self, command: str, folder: str = "") -> Called | None:
        """None for a command that calls nothing of the tree. `folder`: where the command runs, "" for the root."""
        given = words(command)
        for number, word in enumerate(given[:12]):
            name = tool_name(word)
            if name in _CALLERS:
                found: Called | None = _CALLERS[name](self, given[number + 1 :], folder)
                return found
            if name in ("echo", "printf", "cat", "cp", "mv", "rm", "chmod", "test", "ls", "cd", "pip", "pip3"):
                return None
            if program := self._program(word, folder):
                return program
            if number == 0 and name not in _STARTERS:
                return None
        return None

    def reached(self, patterns: list[Any]) -> bool:
        """Whether some file of the tree can match one of these path filters; true without any filter."""
        wanted = [str(pattern)[:500] for pattern in patterns[:500] if not str(pattern).startswith("!")]
        return not wanted or any(self._begins(re.split(r"[*?\[]", pattern, maxsplit=1)[0]) for pattern in wanted)

    def _begins(self, start: str) -> bool:
        at = bisect_left(self._paths, start)
        return not start or (at < len(self._paths) and self._paths[at].startswith(start))

    @cached_property
    def _paths(self) -> list[str]:
        return [entry.path for entry in self._snapshot.entries]

    def text(self, path: str) -> str:
        entry = self._snapshot.by_path.get(path)
        if entry is None or not entry.is_file:
            return ""
        if path not in self._texts:
            self._texts[path] = self._snapshot.text(entry, LIMIT)
        return self._texts[path]

    @cached_property
    def hooks(self) -> tuple[tuple[str, tuple[Purpose, ...]], ...]:
        """The hooks of pre-commit that serve a purpose: id and purposes."""
        try:
            data = load_yaml(self.text(".pre-commit-config.yaml"), ".pre-commit-config.yaml")
        except UntrustedInputError:
            return ()
        found = []
        for repo in listed(get(data, "repos"))[:200]:
            for hook in listed(get(repo, "hooks"))[:200]:
                id_ = get(hook, "id")
                manual = "manual" in str(get(hook, "stages")) and len(listed(get(hook, "stages"))) == 1
                if isinstance(id_, str) and not manual and (purposes := of_hook(id_)):
                    found.append((id_[:100], purposes))
        return tuple(found)

    def _program(self, word: str, folder: str) -> Called | None:
        """A script of the tree. Of a program in another language than the shell's only the name is known."""
        path = joined(folder, word)
        entry = self._snapshot.by_path.get(path)
        if entry is None or not entry.is_file:
            return None
        suffix = "." + entry.name.rpartition(".")[2].lower() if "." in entry.name[1:] else ""
        text = self.text(path)
        if suffix in _PROGRAMS or re.match(r"#!.{0,80}(?:python|julia|perl|ruby|node|Rscript)", text):
            named = of_name(entry.name.partition(".")[0]) or (
                (Purpose.TESTS,) if _NAMED_TEST.search(entry.name) else ()
            )
            named += (Purpose.DOCS_PUBLISH,) if "deploydocs(" in text else ()
            return Called(path, "", named) if len(text) > 40 else None
        return Called(path, text, errexit=False) if suffix in _SCRIPTS else None

    def make(self, arguments: tuple[str, ...], folder: str) -> Called | None:
        targets, folder = make_arguments(arguments, folder)
        path = next(
            (path for name in ("GNUmakefile", "makefile", "Makefile") if self.text(path := joined(folder, name))), None
        )
        if path is None:
            promised = of_name(" ".join(targets)) if self._generated_make(folder) else ()
            return Called(joined(folder, "Makefile"), "", promised) if promised else None
        rules = self._make_rules(path)
        targets = targets or [next((name for name in rules if not name.startswith((".", "%"))), "all")]
        lines: list[str] = []
        waiting, seen = list(targets), set[str]()
        while waiting and len(seen) < 40:
            name = waiting.pop(0)
            if name in seen or name not in rules:
                continue
            seen.add(name)
            needs, recipe = rules[name]
            waiting += needs.split()[:40]
            lines += recipe
        promised = tuple(
            purpose for name in targets if name in seen and does_something(lines) for purpose in of_name(name)
        )
        known = bool(seen) or not self._generated_make(folder)
        return Called(path, "\n".join(lines[:MAX_LINES]), promised if known else of_name(" ".join(targets)))

    def tox(self, arguments: tuple[str, ...], folder: str) -> Called | None:
        path = joined(folder, option(arguments, ("-c", "--conf")) or "tox.ini")
        text = self.text(path)
        if not text:
            path, text = "pyproject.toml", self._embedded_tox()
        found_sections = sections(text)
        wanted = option(arguments, ("-e", "--env", "--environments")) or envlist(found_sections)
        lines: list[str] = []
        promised: tuple[Purpose, ...] = ()
        for name in wanted.split(",")[:40]:
            own = found_sections.get(f"testenv:{name.strip()}")
            if own is None or not setting(own, "commands"):
                own = found_sections.get("testenv", [])
            factors = frozenset(name.strip().split("-"))
            values = {"envname": name.strip(), "toxinidir": path.rpartition("/")[0] or "."}
            found = [line for given in commands(found_sections, own, values) if (line := of_factors(given, factors))]
            promised += of_name(name) if does_something(found) else ()
            lines += found
        return Called(path, "\n".join(lines[:MAX_LINES]), promised) if text else None

    def nox(self, arguments: tuple[str, ...], folder: str) -> Called | None:
        path = joined(folder, "noxfile.py")
        text = self.text(path)
        wanted = option(arguments, ("-s", "--session", "--sessions", "-e"))
        starts = [(match.group(1), match.end()) for match in _SESSION.finditer(text)]
        lines = []
        for number, (name, start) in enumerate(starts):
            end = starts[number + 1][1] if number + 1 < len(starts) else len(text)
            if not wanted or name in re.split(r"[\s,(-]+", wanted) or name == wanted:
                lines += [" ".join(_STRING.findall(run.group(1))) for run in _RUN.finditer(text, start, end)]
        return Called(path, "\n".join(lines[:MAX_LINES])) if text else None

    def package(self, arguments: tuple[str, ...], folder: str) -> Called | None:
        """`npm test` and `npm run NAME`: scripts of package.json."""
        path = joined(option(arguments, ("--prefix", "--cwd", "-C")) or folder, "package.json")
        plain = [word for word in arguments if not word.startswith("-")]
        name = plain[1] if plain[:1] in (["run"], ["run-script"]) and len(plain) > 1 else plain[0] if plain else ""
        try:
            scripts = get(load_json(self.text(path) or "{}", path), "scripts")
        except UntrustedInputError:
            return None
        line = get(scripts, {"t": "test", "tst": "test"}.get(name, name))
        return Called(path, line) if isinstance(line, str) else None

    def task(self, arguments: tuple[str, ...], folder: str) -> Called | None:
        """`hatch run NAME`, `pdm run NAME`, `poe NAME`, `pixi run NAME`: a line of pyproject.toml or pixi.toml."""
        plain = [word for word in arguments if not word.startswith("-") and word != "run"]
        if not plain:
            return None
        name = re.escape(plain[0].rpartition(":")[2][:80])
        for path in (joined(folder, "pyproject.toml"), joined(folder, "pixi.toml"), joined(folder, "hatch.toml")):
            match = re.search(
                rf"^[ \t]{{0,20}}\"?{name}\"?[ \t]{{0,20}}=[ \t]{{0,20}}(.{{1,2000}})$", self.text(path), re.M
            )
            if match:
                return Called(path, "\n".join(_STRING.findall(_rest(self.text(path), match))))
        return None

    def pre_commit(self, arguments: tuple[str, ...], _: str) -> Called | None:
        if not self.hooks or (arguments and arguments[0] not in ("run", "run-all")):
            return None
        only = [word for word in arguments[1:] if not word.startswith("-")][:1]
        hooks = tuple(hook for hook in self.hooks if not only or hook[0] == only[0] or not self._is_hook(only[0]))
        return Called(".pre-commit-config.yaml", "", hooks=hooks)

    def _is_hook(self, name: str) -> bool:
        return any(id_ == name for id_, _ in self.hooks)

    def _embedded_tox(self) -> str:
        try:
            tool = get(load_toml(self.text("pyproject.toml"), "pyproject.toml"), "tool")
        except UntrustedInputError:
            return ""
        tox = get(tool, "tox")
        legacy = get(tox, "legacy_tox_ini")
        return legacy if isinstance(legacy, str) else native_tox(tox)

    def _generated_make(self, folder: str) -> bool:
        """Whether a Makefile is made here from other files, so that its targets cannot be read."""
        names = (
            "Makefile.am",
            "Makefile.in",
            "configure.ac",
            "configure",
            "CMakeLists.txt",
            "Makefile.PL",
            "configure.in",
        )
        return any(joined(folder, name) in self._snapshot.by_path or name in self._snapshot.by_path for name in names)

    def _make_rules(self, path: str) -> dict[str, tuple[str, list[str]]]:
        """Target -> what it needs, and its recipe."""
        if path not in self._rules:
            self._rules[path] = dict(rules(self.text(path)))
        return self._rules[path]


_CALLERS: Mapping[str, Any] = {
    "make": Targets.make, "gmake": Targets.make, "tox": Targets.tox, "nox": Targets.nox, "npm": Targets.package,
    "yarn": Targets.package, "pnpm": Targets.package, "bun": Targets.package, "hatch": Targets.task,
    "pdm": Targets.task,
    "pixi": Targets.task, "poe": Targets.task, "pre-commit": Targets.pre_commit, "prek": Targets.pre_commit,
}  # fmt: skip
_STARTERS = frozenset(
    ("sudo", "env", "time", "timeout", "nice", "xvfb-run", "poetry", "pipenv", "uv", "uvx", "pipx", "rye", "conda",
    "mamba",
     "micromamba", "python", "python3", "python2", "py", "pypy3", "bash", "sh", "dash", "zsh", "julia", "rscript", "r",
     "perl",
     "ruby", "node", "docker", "podman", "docker-compose", "travis_retry", "travis_wait", "coverage", "source", ".",
     "exec",
     "command", "srun", "mpirun", "mpiexec", "gap", "sage", "retry", "catchsegv", "nohup", "run", "arch", "winpty")
)  # fmt: skip


def _rest(text: str, match: re.Match[str]) -> str:
    """The value behind a key: its line, and the lines of the list that it opens."""
    value = match.group(1)
    if value.lstrip().startswith("[") and "]" not in value:
        return text[match.start(1) : match.start(1) + 4000].partition("\n]")[0]
    return value
