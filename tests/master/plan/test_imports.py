"""Imports of test files, by a linear look at their lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from master.plan.imports import distributions, imported


def test_forms() -> None:
    """All forms of the statement, at any depth, give the top-level name."""
    text = "import a.b, c as d # x, y\nfrom e.f import g\ndef t():\n\tfrom h import (i,\n  j)\n"
    text += "from . import k\nfrom .l import m\n"
    assert list(imported(text)) == ["a", "c", "e", "h"]


def test_guarded_imports_ask_for_nothing() -> None:
    """What stands below `try` can be missing; what comes after it counts again."""
    text = """
try:
    import a
    if x:
        import b
except ImportError:
    import c
else:
    import d
import e
try: import f
finally: pass
def t():
    import g
    try:
        import h
    except ImportError:
        h = None
    import i
try:
    import j
except ImportError:
    j = None
class T:
    import k
"""
    assert list(imported(text)) == ["e", "g", "i", "k"]


def test_names_of_distributions() -> None:
    """A module asks for the distributions that are known or likely to bring it."""
    assert {"pyyaml", "scikit-learn", "requests-mock", "python-memcached"} <= distributions(
        ["yaml", "sklearn", "requests_mock", "memcached"]
    )


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "text", [" " * 200_000, "import " + "a," * 100_000, "try:\n" * 50_000, "from" * 50_000, "\t\n" * 9999]
)
def test_hostile(text: str) -> None:
    """Long lines and many lines are only long."""
    assert len(list(imported(text))) <= 200_000


@settings(deadline=None)
@given(st.text())
def test_any_text(text: str) -> None:
    """Any text gives names of modules."""
    assert all(name.isidentifier() for name in imported(text))
