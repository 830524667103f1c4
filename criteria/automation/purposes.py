"""What a command or an action is for: tables of the tools that the field uses, and how to find the tool in a command.

A command is known by the tool it starts, never by the words in it: `echo pytest` starts echo (A12).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from criteria.automation.actions_table import ACTIONS
from criteria.automation.shell import words
from criteria.automation.tools_table import DB, DP, TOOLS, C, F, P, Purposes, R, S, T, X, Y
from criteria.census.apart import words as names

_PATTERNS: Mapping[str, tuple[tuple[re.Pattern[str], Purposes], ...]] = {
    tool: tuple((re.compile(pattern), purposes) for pattern, purposes in uses) for tool, uses in TOOLS.items()
}
# Commands that start another one, which stands behind their own options.
_WRAPPERS = names(
    "sudo env time nice ionice timeout xvfb-run poetry pipenv uv uvx pipx hatch pdm rye pixi conda mamba micromamba "
    "python python3 python2 py pypy3 bash sh dash zsh docker podman docker-compose nohup stdbuf command exec npx bunx "
    "coverage catchsegv travis_retry travis_wait mpirun mpiexec srun singularity apptainer sage cygdb valgrind "
    "retry sentaku dbus-run-session arch setarch nix nix-shell guix spack chronic winpty eval bundle composer-exec "
    "compose run exec kcov"
)
# Commands behind which nothing else is started, whatever words follow.
_ENDS = names(
    "echo printf cat ls which type true false : pip pip3 apt apt-get dnf yum brew choco cp mv rm mkdir cd export set "
    "grep sed awk install add git tee test [ [[ source . find unset wget tar"
)
# Modules of Python whose names are common words: only behind `-m`.
_MODULES = names("build unittest doctest safety ptr blue")
# Options with which a tool only says something about itself, collects, or cannot fail.
_IDLE = re.compile(
    r"(?:^|\s)(?:--version|-V|--help|-h|--collect-only|--co|--show-files|--show-settings|--setup-plan|--fixtures"
    r"|--markers|--dry-run|-N)(?=\s|$)"
)
_TOOTHLESS = re.compile(
    r"(?:^|\s)(?:--exit-zero|--exit-code[= ]0|--soft-fail|--no-fail|--nofail|--no-error|--suppress-errors"
    r"|--fail-on=none|--fail-under[= ]0|--no-fail-on-error)(?=\s|$)"
)
_SETS_VARIABLE = re.compile(r"^[A-Za-z_]\w{0,80}=")
_VARIABLE = re.compile(r"^\$?[({]{0,2}(?:env:)?([A-Za-z_]\w{0,60})(?::[^{}]{0,60})?[)}]{0,2}$")
_SUFFIX = re.compile(r"(?:\.exe|-?[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}[a-z]?)$")


@lru_cache(maxsize=4096)
def of_command(text: str) -> Purposes:
    """The purposes of a simple command; none for a tool that is not known."""
    started = tool_of(text)
    if started is None:
        return ()
    tool, arguments = started
    if _IDLE.search(arguments) and tool not in ("cmake", "sage", "julia"):
        return ()
    hits = [purpose for pattern, purposes in _PATTERNS[tool] if pattern.search(arguments) for purpose in purposes]
    return tuple(dict.fromkeys(hits))


def toothless(text: str) -> str | None:
    """Why the tool itself never fails with these options; None where it can."""
    match = _TOOTHLESS.search(text)
    return f"cannot fail with `{match.group().strip()}`" if match else None


def tool_of(text: str) -> tuple[str, str] | None:
    """The known tool that a command starts, behind wrappers such as `uv run`, and its arguments as one text."""
    given = words(text)
    for number, word in enumerate(given[:25]):
        tool = tool_name(word)
        behind = given[number + 1 :]
        arguments = " ".join(behind)
        as_module = tool not in _MODULES or (number > 0 and given[number - 1] == "-m")
        if tool in _PATTERNS and as_module and _is_started(tool, behind):
            return tool, arguments
        if number == 0 and tool not in _WRAPPERS:
            return None
        if tool in _ENDS and number and not word.startswith("-") and word not in (".", "install", "add", "test"):
            return None
    return None


def tool_name(word: str) -> str:
    """`.venv/bin/pytest`, `$(PYTEST)` and `python3.12` by the name that the tables know."""
    variable = _VARIABLE.match(word) if word.startswith(("$", "{")) else None
    name = variable.group(1).lower().removeprefix("env") if variable else word.replace("\\", "/").rpartition("/")[2]
    if name in _PATTERNS or name in _WRAPPERS or name in _ENDS:
        return name
    if _SETS_VARIABLE.match(name) or (name.isupper() and name != "R"):
        return ""
    return _SUFFIX.sub("", name.lower())


def _is_started(tool: str, behind: tuple[str, ...]) -> bool:
    """A wrapper that is also a tool (`coverage run -m pytest`, `uv run ruff`) counts for what its arguments say."""
    if tool not in _WRAPPERS:
        return True
    arguments = " ".join(behind)
    return any(pattern.search(arguments) for pattern, _ in _PATTERNS[tool])


_OF_DOCUMENTS = re.compile(r"\bdocs?\b|\bdocumentation\b|\bsite\b|html", re.I)


def of_action(name: str, settings: str = "") -> Purposes:
    """The purposes of an action or plug-in by its name; `settings` is the text of what it is handed."""
    hits = [purpose for pattern, purposes in ACTIONS if pattern.match(name) for purpose in purposes]
    if name.lower().startswith("netlify/") and _OF_DOCUMENTS.search(settings):
        hits = [DP]
    if name.lower().startswith("docker/build-push-action") and re.search(r"\bpush'?: '?(?:true|True)", settings):
        hits.append(R)
    return tuple(dict.fromkeys(hits))


# Hooks of pre-commit whose ids are no names of tools: some format code, most tidy files of any kind.
_STYLE_HOOKS = names("ruff-format ruff-check black-jupyter nb-clean prettier-eslint blacken-docs")
_FILE_HOOKS = names("check-json check-toml check-yaml check-xml end-of-file-fixer trailing-whitespace "
                    "mixed-line-ending rst-backticks pyproject-fmt nbstripout "
                    "check-added-large-files check-merge-conflict fix-byte-order-marker")  # fmt: skip


def of_hook(id_: str) -> Purposes:
    if id_ in _STYLE_HOOKS or id_ in _FILE_HOOKS:
        return (S,) if id_ in _STYLE_HOOKS else (F,)
    tool = tool_name(id_)
    uses = _PATTERNS.get(tool, ()) or _PATTERNS.get(tool.partition("-")[0], ())
    kept = [purpose for _, purposes in uses for purpose in purposes if purpose in (S, F, Y, X, T)]
    return tuple(dict.fromkeys(kept))


_NAMES = (
    (re.compile(r"(?:^|[-_:.])(?:unit|functional|integration)?tests?(?:$|[-_:.])|^(?:check|checks|ptest\w*|testall"
                r"|doctests?)$"), (T,)),
    (re.compile(r"(?:^|[-_:.])(?:lint|style|format-check|stylecheck|pep8|codestyle|fmt-check)(?:$|[-_:.])"), (S,)),
    (re.compile(r"(?:^|[-_:.])(?:cov|coverage|cover)(?:$|[-_:.])"), (C,)),
    (re.compile(r"(?:^|[-_:.])(?:docs?|html|documentation|doc-html|dirhtml)(?:$|[-_:.])"), (DB,)),
    (re.compile(r"(?:^|[-_:.])(?:dist|sdist|wheel|package)(?:$|[-_:.])"), (P,)),
)  # fmt: skip


def of_name(target: str) -> Purposes:
    """What the name of a target or session promises; for what runs something that no table knows."""
    return tuple(purpose for pattern, purposes in _NAMES if pattern.search(target.lower()) for purpose in purposes)
