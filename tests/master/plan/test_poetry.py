"""Poetry's notation becomes PEP 440 with the same meaning."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from master.plan.poetry import pep440, read_table


@pytest.mark.parametrize(
    ("constraint", "specifiers"),
    [
        # the tables of Poetry's manual on dependency specification
        ("^1.2.3", ">=1.2.3,<2.0.0"),
        ("^1.2", ">=1.2,<2.0"),
        ("^1", ">=1,<2.0"),
        ("^0.2.3", ">=0.2.3,<0.3.0"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0", ">=0.0,<0.1"),
        ("^0", ">=0,<1.0"),
        ("~1.2.3", ">=1.2.3,<1.3.0"),
        ("~1.2", ">=1.2,<1.3"),
        ("~1", ">=1,<2.0"),
        ("1.2.*", "==1.2.*"),
        ("*", ""),
        # and what is found beside them
        ("^2.9.0.post0", ">=2.9.0.post0,<3.0.0"),
        ("^0.0.0.4", ">=0.0.0.4,<0.0.1.0"),
        ("^1!2.3", ">=1!2.3,<1!3.0"),
        ("1.2", "==1.2"),
        ("= 1.2", "==1.2"),
        (">=9.6,<11.0", ">=9.6,<11.0"),
        (">= 1 , < 2", ">=1,<2"),
        (">=1 <2", ">=1,<2"),
        ("!=1.5", "!=1.5"),
        ("~=1.4", "~=1.4"),
    ],
)
def test_pep440(constraint: str, specifiers: str) -> None:
    """Carets, tildes, wildcards and the rest, as the manual defines them."""
    assert SpecifierSet(pep440(constraint)) == SpecifierSet(specifiers)


@pytest.mark.parametrize(
    "constraint", ["^x", "~", "^", ">=1 || <0.5", "1.2 beta", "^1.*", "@git", "9" * 300, ">=", "a,b"]
)
def test_no_constraint(constraint: str) -> None:
    """What cannot be said in PEP 440 is a ValueError of one line."""
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        pep440(constraint)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_never_crashes(constraint: str) -> None:
    """Any text is a set of specifiers or a ValueError."""
    with contextlib.suppress(ValueError):
        SpecifierSet(pep440(constraint))


releases = st.lists(st.integers(0, 9), min_size=1, max_size=4)


@settings(deadline=None)
@given(releases)
def test_caret_keeps_the_leading_number(release: list[int]) -> None:
    """The version itself is allowed, the next one after the caret's bound is not, in between everything is."""
    text = ".".join(map(str, release))
    allowed = SpecifierSet(pep440(f"^{text}"))
    assert allowed.contains(text)
    leading = min(next((i for i, number in enumerate(release) if number), len(release) - 1), 2)
    assert not allowed.contains(str(Version(".".join(map(str, [*release[:leading], release[leading] + 1])))))
    assert allowed.contains(".".join(map(str, [*release[: leading + 1], 99, 99])))


def test_table() -> None:
    """A table of dependencies: translated, or left out with a reason; `python` is no package."""
    table = {
        "python": "^3.10",
        "fixtures": "^4.1.0",
        "uvicorn": {"version": "^0.27", "extras": ["standard"]},
        "old": {"version": "*", "python": "<3.9"},
        "linux": {"version": "1", "markers": "sys_platform == 'linux'"},
        "two": [{"version": "1", "python": "<3.9"}, {"version": "2", "python": ">=3.9"}],
        "forge": {"git": "https://git.example/x"},
        "here": {"path": "../here", "develop": True},
        "maybe": {"version": "1", "optional": True},
        "either": "^1 || ^2",
        "number": 3,
        "-r evil": "*",
    }
    found = read_table(table, "T")
    assert [str(item) for item in found.found] == [
        "fixtures<5.0.0,>=4.1.0",
        "uvicorn[standard]<0.28,>=0.27",
        'old; python_version < "3.9"',
        'linux==1; sys_platform == "linux"',
        'two==1; python_version < "3.9"',
        'two==2; python_version >= "3.9"',
    ]
    assert [reason.split(" ")[1] for reason in found.reasons] == ["forge", "here", "maybe", "either:", "number", "'-r"]
    assert all(reason.startswith("T: ") and reason.endswith("; it is not installed") for reason in found.reasons)
