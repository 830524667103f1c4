"""sage-doctest-coverage: a function that a change brings has an example that is tested."""

from pathlib import Path

import pytest
from changesets import Files, changeset, cut_off, judged

from criteria.checks import sage_doctest_coverage as check
from criteria.model import Outcome, Strength, Verdict

BARE = "def scale(x):\n    return 2 * x\n"
DOCUMENTED = 'def scale(x):\n    """\n    Scale.\n    """\n    return 2 * x\n'
TESTED = 'def scale(x):\n    """\n    sage: scale(1)\n    """\n    return 2 * x\n'


def _judge(folder: Path, before: Files, after: Files, *, changed: bool = False) -> Verdict:
    return judged(check, changeset(folder, {"README": "x\n", **before}, after), changed=changed)


def test_a_new_function_with_an_example_passes(tmp_path: Path) -> None:
    verdict = _judge(tmp_path, {}, {"a.py": TESTED, "b.pyx": "cp" + TESTED})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.reason == "none of 2 functions is without one"


@pytest.mark.parametrize(
    ("text", "said"), [(BARE, "it has no docstring"), (DOCUMENTED, "its docstring holds no example")]
)
def test_a_new_function_without_one_fails(tmp_path: Path, text: str, said: str) -> None:
    """And is named with its line."""
    verdict = _judge(
        tmp_path, {"a.py": "x = 1\n"}, {"a.py": f"x = 1\nclass Map:\n    {text.replace(chr(10), chr(10) + '    ')}"}
    )
    assert verdict.outcome is Outcome.FAIL
    (finding,) = verdict.findings
    assert (finding.path, finding.line) == ("a.py", 3)
    assert finding.message == f"Map.scale is new, and {said}."
    assert "went from 0 to 1" in (verdict.found or "")


def test_an_example_that_is_gone_fails(tmp_path: Path) -> None:
    """Whatever else the docstring says."""
    verdict = _judge(tmp_path, {"a.py": TESTED}, {"a.py": DOCUMENTED})
    assert (verdict.outcome, verdict.findings[0].message) == (Outcome.FAIL, "scale lost its example.")


def test_old_debt_fails_nobody_unless_its_code_changes(tmp_path: Path) -> None:
    """And only where the baseline asks for it; a type in the signature is no change."""
    more = BARE + "\n\n" + TESTED.replace("scale", "draw")
    assert _judge(tmp_path / "a", {"a.py": BARE}, {"a.py": more}, changed=True).outcome is Outcome.PASS
    rewritten = BARE.replace("2 * x", "3 * x")
    assert _judge(tmp_path / "b", {"a.py": BARE}, {"a.py": rewritten}).outcome is Outcome.NOT_APPLICABLE
    verdict = _judge(tmp_path / "c", {"a.py": BARE}, {"a.py": rewritten}, changed=True)
    assert (verdict.outcome, verdict.findings[0].message) == (
        Outcome.FAIL,
        "scale was changed, and it has no docstring.",
    )
    typed = BARE.replace("(x)", "(x: int) -> int")
    assert _judge(tmp_path / "d", {"a.py": BARE}, {"a.py": typed}, changed=True).outcome is Outcome.NOT_APPLICABLE


def test_moving_and_renaming_is_no_debt_but_the_number_must_not_grow(tmp_path: Path) -> None:
    """A function that left one file for another, one with a new name, and one made of the code of another."""
    body = "".join(f"    y{number} = x\n" for number in range(6))
    old, new = f"def scale(x):\n{body}", f"def scaled(x):\n{body}"
    assert (
        _judge(tmp_path / "a", {"a.py": old, "b.py": TESTED}, {"a.py": "\n", "b.py": TESTED + old}).outcome
        is not Outcome.FAIL
    )
    assert _judge(tmp_path / "b", {"a.py": old}, {"a.py": new}).outcome is not Outcome.FAIL
    assert _judge(tmp_path / "c", {"a.py": old, "b.py": TESTED}, {"b.py": TESTED + new}).outcome is not Outcome.FAIL
    split = f"def scale(x):\n    return scaled(x)\ndef scaled(x):\n{body}"
    verdict = _judge(tmp_path / "d", {"a.py": old}, {"a.py": split})
    assert (verdict.outcome, [one.message for one in verdict.findings]) == (
        Outcome.FAIL,
        ["scaled is new, and it has no docstring."],
    )


def test_tests_tools_and_declarations_need_none(tmp_path: Path) -> None:
    after = dict.fromkeys(
        [
            "test_a.py",
            "tests/a.py",
            "a_test.py",
            "setup.py",
            "tools/a.py",
            "build/pkgs/a/a.py",
            "doc/conf.py",
            "a.pxd",
            "vendor/a.py",
        ],
        BARE,
    )
    assert _judge(tmp_path, {}, {**after, "a.rst": "x\n"}, changed=True).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """Nor is it set aside where nothing was seen in the part."""
    for number, text in enumerate((TESTED, "x = 1\n")):
        assert (
            judged(check, cut_off(tmp_path / str(number), {"a.py": text}), changed=False).outcome
            is Outcome.NOT_ASSESSED
        )
    assert judged(check, cut_off(tmp_path / "c", {"a.py": BARE}), changed=False).outcome is Outcome.FAIL
