"""Command lines that projects write for tox, nox and JePL, sorted by what they do. Only read, never run.

A line becomes plain words, or is left out with a reason: what needs a runner to be worked out has no meaning here.
"""

import re
import shlex

import attrs

from criteria.marked_yaml import shown

TEST, INSTALL, BESIDE, OTHER = "test", "install", "beside", "other"
MAX_LINE = 2000  # characters
# Options of pytest that say which tests run; those of output, measuring and processes are ours.
_WITH_VALUE = ("-m", "-k", "--ignore", "--ignore-glob", "--deselect", "--import-mode", "--doctest-glob")
_ALONE = ("--pyargs", "--doctest-modules")
# Options whose value stands behind them and must not be taken for a path.
_TAKING_VALUE = {
    "-n", "-p", "-o", "-c", "-W", "-r", "--cov-config", "--cov", "--cov-report", "--junitxml", "--junit-xml",
    "--maxfail", "--tb", "--durations", "--rootdir", "--basetemp", "--html", "--timeout", "--dist", "--numprocesses",
    "--log-level", "--color", "--override-ini", "--confcutdir",
}  # fmt: skip
# What accompanies tests, and says nothing about the code that we could count.
_BESIDE = {
    "black", "check-manifest", "codecov", "codespell", "coveralls", "doc8", "echo", "flake8", "isort", "ls", "lychee",
    "mkdir", "mkdocs", "mypy", "pip-audit", "pre-commit", "pwd", "pycodestyle", "pydocstyle", "pylint", "pyright",
    "rm", "ruff", "safety", "sphinx-apidoc", "sphinx-build", "towncrier", "true", "twine", "bandit", "cat", "which",
}  # fmt: skip
_COVERAGE_REPORTS = ("combine", "erase", "html", "json", "lcov", "report", "xml", "debug")
_NOSE = {"nosetests", "nosetests3", "nose2", "nose", "green", "zope-testrunner", "trial"}
_POSARGS = re.compile(r"\{posargs(?::([^{}]{0,500}))?\}")
_KNOWN = (
    ("{envpython}", "python"),
    ("{envbindir}/", ""),
    ("{env_bin_dir}/", ""),
    ("{toxinidir}/", ""),
    ("{tox_root}/", ""),
    ("{/}", "/"),
    ("{toxinidir}", "."),
    ("{tox_root}", "."),
)
_SHELL = set("$`&;|<>()*?[]~#")  # in a word without quotes they are more than themselves
_OPERATORS = frozenset("();&|<>")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}=")


@attrs.frozen
class Command:
    """`words`: the line as it would reach the program. `runner`: for tests, the tool that runs them. `arguments`: for
    tests, those that choose which, an option and its value in one word; for an installation, what is installed.
    """

    kind: str
    words: tuple[str, ...]
    runner: str = ""
    arguments: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As a line for a shell."""
        return shlex.join(self.words)


def read_command(line: str) -> Command | str:
    """The command of a line, or the reason why it is left out."""
    if len(line) > MAX_LINE:
        return f"a command of more than {MAX_LINE} characters is not read"
    plain = substituted(line)
    ignored, plain = plain.startswith("-"), plain.removeprefix("-").strip()
    if "{" in plain or plain.startswith("!"):
        return f"the command {shown(line)} needs its runner to be worked out; it is not run"
    try:
        words = shlex.split(plain)
    except ValueError:
        return f"the command {shown(line)} has an open quotation; it is not run"
    if not words or any(not word.isprintable() for word in words):
        return f"the command {shown(line)} is not plain text; it is not run"
    return sorted_out(_unwrapped(words), ignored=ignored)


def substituted(text: str) -> str:
    """With what tox's own placeholders mean in a cell; those that are left need tox."""
    plain = _POSARGS.sub(lambda match: match.group(1) or "", text).strip()
    for placeholder, meaning in _KNOWN:
        plain = plain.replace(placeholder, meaning)
    return plain


def simple_commands(line: str) -> tuple[str, ...]:
    """The parts of `a && b` or `a; b`; the line itself when it is anything more than such a list."""
    parts: list[list[str]] = [[]]
    for token in _tokens(line):
        if token in ("&&", ";"):
            parts.append([])
        elif set(token) <= _OPERATORS:
            return (line,)
        else:
            parts[-1].append(token)
    return tuple(" ".join(part) for part in parts if part)


def words_of(command: str) -> list[str]:
    """The words of one simple command; none when it is more than one, for then they are not what they seem."""
    if any(set(token) <= _OPERATORS for token in _tokens(command)):
        return []
    try:
        return shlex.split(command)
    except ValueError:
        return []


def _tokens(line: str) -> list[str]:
    """Words with their quotes, and operators by themselves; an operator alone for what cannot be read."""
    try:
        lexer = shlex.shlex(line[:MAX_LINE], posix=False, punctuation_chars="".join(_OPERATORS))
        lexer.whitespace_split, lexer.commenters = True, ""
        tokens = list(lexer)
    except ValueError:
        return ["&"]
    return tokens if len(line) <= MAX_LINE else ["&"]


def sorted_out(words: list[str], *, ignored: bool = False) -> Command:
    """The command by its kind. `ignored`: its exit code counts for nothing."""
    tool, rest = words[0].rpartition("/")[2], words[1:]
    if runner := _test_runner(tool, rest):
        return Command(TEST, tuple(words), runner, _choosing(runner, tool, rest))
    if tool in ("pip", "pip3", "uv") and "install" in rest[:2]:
        return Command(INSTALL, tuple(words), tool, tuple(rest[rest.index("install") + 1 :]))
    if tool in ("python", "python3") and rest[:3] == ["-m", "pip", "install"]:
        return Command(INSTALL, tuple(words), "pip", tuple(rest[3:]))
    if ignored or tool in _BESIDE or (tool == "coverage" and rest[:1] and rest[0] in _COVERAGE_REPORTS):
        return Command(BESIDE, tuple(words))
    if tool == "make" and any("doc" in word for word in rest):
        return Command(BESIDE, tuple(words))
    if tool in ("python", "python3"):
        module = rest[1] if rest[:1] == ["-m"] and len(rest) > 1 else ""
        if module in _BESIDE or rest[:1] in (["--version"], ["-V"]) or module in ("pip", "coverage", "build"):
            return Command(BESIDE, tuple(words))
    return Command(OTHER, tuple(words))


def is_plain(command: Command) -> bool:
    """No word means more to a shell than itself, so that the line may stand in a recipe as it is."""
    return not any(_SHELL & set(word) for word in command.words)


def _unwrapped(words: list[str]) -> list[str]:
    """Without `env A=b`, `sudo`, `python -W error` and the like before the program."""
    while len(words) > 1 and (words[0] in ("env", "/usr/bin/env", "xvfb-run", "time") or _ASSIGNMENT.match(words[0])):
        words = words[1:]
    return words


def _test_runner(tool: str, rest: list[str]) -> str:
    if tool in ("pytest", "py.test"):
        return "pytest"
    if tool in _NOSE or (tool in ("stestr", "ostestr", "testr") and rest[:1] in ([], ["run"], ["last"])):
        return tool
    if tool == "coverage" and rest[:1] == ["run"]:
        return _test_runner("python", _behind_options(rest[1:]))
    if tool not in ("python", "python3"):
        return ""
    words = _behind_options(rest)
    if words[:1] == ["-m"] and len(words) > 1:
        if words[1] == "coverage":
            return _test_runner("coverage", words[2:])
        return {"pytest": "pytest", "unittest": "unittest", "testtools.run": "testtools", "nose": "nose"}.get(
            words[1], ""
        )
    return "setup.py test" if words[:2] in (["setup.py", "test"], ["setup.py", "pytest"]) else ""


def _behind_options(words: list[str]) -> list[str]:
    """Without the options of the interpreter or of `coverage run` that stand before the module or script."""
    index = 0
    while index < len(words) and words[index].startswith("-") and words[index] != "-m":
        index += 2 if words[index] in ("-W", "-X", "--source", "--omit", "--include", "--rcfile") else 1
    return words[index:]


def _choosing(runner: str, tool: str, rest: list[str]) -> tuple[str, ...]:
    """The arguments of pytest that choose tests; other runners' are not pytest's."""
    if runner != "pytest":
        return ()
    words = rest if tool in ("pytest", "py.test") else rest[rest.index("pytest") + 1 :]
    kept: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        name, equals, _ = word.partition("=")
        value = words[index + 1] if index + 1 < len(words) else ""
        if word in _ALONE or (equals and name in _WITH_VALUE) or not word.startswith("-"):
            kept.append(word)
        elif word in _WITH_VALUE and value:
            kept.append(f"{word}={value}" if word.startswith("--") else word + value)
            index += 1
        elif word in _TAKING_VALUE:
            index += 1
        index += 1
    return tuple(kept)
