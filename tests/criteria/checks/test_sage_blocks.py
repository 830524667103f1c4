"""sage-blocks: the blocks of a docstring are written as the documentation reads them."""

from pathlib import Path

import pytest
from changesets import cut_off, docstring, judged, places, verdict_on

from criteria.checks import sage_blocks as check
from criteria.model import Outcome, Strength


def test_blocks_as_the_documentation_reads_them_pass(tmp_path: Path) -> None:
    """A block of examples that begins with prose takes one colon; code that looks like a block is none."""
    lines = [
        "INPUT:",
        "",
        "- x",
        "",
        "OUTPUT: a list",
        "",
        "EXAMPLES:",
        "",
        "We scale::",
        "",
        "    sage: 1",
        "    INPUT::",
        "",
        "TESTS::",
        "",
        "    sage: 2",
        "",
        ".. NOTE::",
        "",
        "    Text.",
        "",
        ".. SEEALSO::",
        "",
        "    :mod:`a`",
        "",
        "REFERENCES:",
    ]
    verdict = verdict_on(check, tmp_path, {"a.py": docstring(*lines) + "INPUT::1\nNOTE = 1\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3), verdict.reason


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("INPUT::", "one colon"),
        ("OUTPUT::", "one colon"),
        ("REFERENCES::", "one colon"),
        ("EXAMPLE::", "EXAMPLES or TESTS"),
        ("TEST:", "EXAMPLES or TESTS"),
        ("EXAMPLES:\n\n        sage: 1", "two colons"),
        ("TESTS:\n        >>> 1", "two colons"),
        ("NOTES:", "directive"),
        ("NOTE::", "directive"),
        ("WARNING:", "directive"),
        ("SEEALSO:", "directive"),
        (".. NOTE:", "nobody sees"),
        (".. math:", "nobody sees"),
        ("..SEEALSO::", "blank is missing"),
        (".. SEE ALSO::", "one word"),
    ],
)
def test_a_wrong_block_fails(tmp_path: Path, line: str, said: str) -> None:
    """With what is wrong about it."""
    verdict = verdict_on(check, tmp_path, {"a.py": docstring("Scale.", "", line)})
    assert verdict.outcome is Outcome.FAIL
    assert places(verdict) == [("a.py", 5)]
    assert said in verdict.findings[0].message


def test_a_document_quotes_blocks_and_has_directives(tmp_path: Path) -> None:
    """What a page of help prints is as it is; a directive that nobody sees is one in a document too."""
    quoted = {"a.rst": "Ask::\n\n    INPUT::\n\n    EXAMPLE:\n\n        sage: 1\n"}
    assert verdict_on(check, tmp_path, quoted).outcome is Outcome.PASS
    assert verdict_on(check, tmp_path, {"a.rst": ".. NOTE:\n\n    Text.\n"}).outcome is Outcome.FAIL


def test_a_block_that_was_there_before_fails_nobody(tmp_path: Path) -> None:
    """Not even when it is indented anew."""
    text = docstring("INPUT::", "", "- x")
    indented = "class A:\n" + "".join(f"    {line}\n" for line in text.splitlines())
    assert verdict_on(check, tmp_path, {"a.py": text + "x = 1\n"}, {"a.py": text}).outcome is Outcome.PASS
    assert verdict_on(check, tmp_path / "b", {"a.py": indented}, {"a.py": text}).outcome is Outcome.PASS


def test_a_change_that_adds_nothing_of_the_kind_is_not_concerned(tmp_path: Path) -> None:
    """Vendored code is not the project's."""
    after = {"a.toml": "x = 1\n", "vendor/b.py": "x = 1  \n"}
    assert verdict_on(check, tmp_path, after).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """What is found in a part fails all the same."""
    assert judged(check, cut_off(tmp_path, {"a.py": docstring("INPUT:")})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path, {"a.py": docstring("INPUT::")})).outcome is Outcome.FAIL
