"""What noxfile.py says in plain literals: what its test session installs and runs. Read as syntax, never run."""

import ast
from collections.abc import Iterator

from criteria.snapshot import Snapshot
from master.plan.runner_settings import RunnerSettings, joined, read_runner
from master.plan.setup_files import syntax_of

FILE = "noxfile.py"
# In order of preference; a session of another name is no session of tests.
TEST_SESSIONS = ("tests", "test", "unit", "unit_tests", "unittest", "unittests", "pytest", "run_tests", "test_suite")


def read_nox(snapshot: Snapshot) -> RunnerSettings:
    """The session that tests; RunnerSettings that say nothing when there is none."""
    tree = syntax_of(snapshot, FILE)
    session = _session(tree) if tree is not None else None
    if session is None:
        return RunnerSettings()
    installs: list[str] = []
    commands: list[str] = []
    reasons = []
    for method, words in _calls(session):
        if words is None:
            reasons.append(f"{FILE}: session.{method} of {session.name} is worked out when it runs; it is not followed")
        elif method == "install":
            installs += joined(words)
        else:
            commands.append(" ".join(_quoted(word) for word in words))
    return read_runner(snapshot, FILE, installs, commands, reasons)


def _session(tree: ast.Module) -> ast.FunctionDef | None:
    """By the name of the function or the `name=` of its decorator."""
    found: dict[str, ast.FunctionDef] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if _called(decorator) == "session":
                    found.setdefault(_name(decorator) or node.name, node)
    return next((found[name] for name in TEST_SESSIONS if name in found), None)


def _called(decorator: ast.expr) -> str:
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _name(decorator: ast.expr) -> str | None:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    values = [keyword.value for keyword in keywords if keyword.arg == "name"]
    return (
        values[0].value if values and isinstance(values[0], ast.Constant) and isinstance(values[0].value, str) else None
    )


def _calls(session: ast.FunctionDef) -> Iterator[tuple[str, list[str] | None]]:
    """The calls of `session.install` and `session.run` with their words; None for words that are no literals.

    `*session.posargs` stands for what a person adds, so it is nothing.
    """
    first = session.args.args[0].arg if session.args.args else ""
    for node in ast.walk(session):
        function = node.func if isinstance(node, ast.Call) else None
        if not isinstance(node, ast.Call) or not isinstance(function, ast.Attribute):
            continue
        if not (isinstance(function.value, ast.Name) and function.value.id == first):
            continue
        if function.attr in ("install", "run", "run_always"):
            words = [item for item in node.args if not _posargs(item)]
            plain = [item.value for item in words if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            yield function.attr, plain if plain and len(plain) == len(words) else None


def _posargs(node: ast.expr) -> bool:
    inner = node.value if isinstance(node, ast.Starred) else node
    return isinstance(inner, ast.Attribute) and inner.attr == "posargs"


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'" if any(sign in word for sign in " \"'\\#") else word
