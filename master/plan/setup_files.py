"""What setup.cfg and setup.py say about dependencies. setup.py is read as syntax, never run."""

import ast
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from criteria.snapshot import Snapshot
from master.plan.ini_file import lines_of, read_ini
from master.plan.requirements import plain_file

MAX_SCRIPT = 256 * 2**10  # bytes

Lists = Mapping[str, tuple[str, ...]]


@attrs.frozen
class SetupFacts:
    """Dependencies as text, still unchecked; `computed` says that install_requires is no plain list."""

    requires_python: str = ""
    install: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    extras: Lists = attrs.field(factory=dict)
    computed: bool = False


def read_setup_cfg(snapshot: Snapshot) -> SetupFacts:
    sections = read_ini(snapshot, "setup.cfg")
    options = sections.get("options", {})
    return SetupFacts(
        requires_python=options.get("python_requires", "").strip(),
        install=lines_of(options.get("install_requires")),
        tests=lines_of(options.get("tests_require")),
        extras={key: lines_of(value) for key, value in sections.get("options.extras_require", {}).items()},
        computed=options.get("install_requires", "").strip().startswith("file:"),
    )


def read_setup_script(snapshot: Snapshot) -> SetupFacts:
    """The arguments of the call of `setup` that are plain literals, or names of plain literals."""
    tree = syntax_of(snapshot, "setup.py")
    call = next(_setup_calls(tree), None) if tree is not None else None
    if tree is None or call is None:
        return SetupFacts()
    names = dict(_assignments(tree))
    arguments = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    values = {name: _literal(node, names) for name, node in arguments.items()}
    required = values.get("python_requires")
    return SetupFacts(
        requires_python=required if isinstance(required, str) else "",
        install=_texts(values.get("install_requires")),
        tests=_texts(values.get("tests_require")),
        extras=_extras(arguments.get("extras_require"), names),
        computed="install_requires" in values and not isinstance(values["install_requires"], list | tuple | str),
    )


def syntax_of(snapshot: Snapshot, path: str) -> ast.Module | None:
    """The syntax of a Python file; None when there is none, or none that can be parsed."""
    entry = plain_file(snapshot, path)
    if entry is None or entry.size > MAX_SCRIPT:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the compiler's remarks on foreign code are not for our user
            return ast.parse(snapshot.text(entry))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _setup_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "setup":
                yield node


def _assignments(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Names that the module binds once to an expression, at its top."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _literal(node: ast.expr | None, names: Mapping[str, ast.expr]) -> Any:
    if isinstance(node, ast.Name):
        node = names.get(node.id)
    if node is None:
        return None
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def _extras(node: ast.expr | None, names: Mapping[str, ast.expr]) -> Lists:
    """Key by key, so that one computed list does not hide the plain ones."""
    if isinstance(node, ast.Name):
        node = names.get(node.id)
    if not isinstance(node, ast.Dict):
        return {}
    pairs = ((_literal(key, names), _literal(value, names)) for key, value in zip(node.keys, node.values, strict=True))
    return {key: _texts(value) for key, value in pairs if isinstance(key, str)}


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return lines_of(value)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()
