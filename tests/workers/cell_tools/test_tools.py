"""Programs for a cell are single files that need nothing of ours."""

import ast
import builtins

import pytest

from workers.cell_tools import PROGRAMS, tools


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_a_program_stands_alone(name: str) -> None:
    """A program imports the standard library only: nothing of ours is in a cell."""
    tree = ast.parse(tools()[name])
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {module for module in imported if module.partition(".")[0] in ("workers", "criteria", "attrs")}


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_its_parts_do_not_hide_each_other(name: str) -> None:
    """No name is defined twice at the top of a program, for all its modules share one."""
    body = ast.parse(tools()[name]).body
    names = [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    for target in targets:
        names += [part.id for part in ast.walk(target) if isinstance(part, ast.Name)]
    assert sorted(names) == sorted(set(names))
    assert not set(names) & set(dir(builtins))


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_it_is_written_for_python_3_9(name: str) -> None:
    """A program has the syntax of Python 3.9, tells which interpreter it wants, and says what it is for."""
    text = tools()[name].decode()
    ast.parse(text, feature_version=(3, 9))
    assert text.startswith("#!/usr/bin/env python3\nfrom __future__ import annotations\n")
    assert text.endswith('if __name__ == "__main__":\n    main()\n')
    assert name in text
