"""sage-foreign-latex: formulas are written with commands of LaTeX."""

from pathlib import Path

import pytest
from changesets import cut_off, docstring, judged, verdict_on

from criteria.checks import sage_foreign_latex as check
from criteria.model import Outcome


def test_latex_passes(tmp_path: Path) -> None:
    """Longer names that begin alike, and what an example prints."""
    text = docstring(
        r"`\overline{a} \frac{a}{b} \chooses \atop@x \abovedisplayskip`", "", "    sage: latex(x)", r"    {a \over b}"
    )
    assert verdict_on(check, tmp_path, {"a.py": text}).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "command", [r"{a \over b}", r"{n \choose k}", r"{a\atop b}", r"a \abovewithdelims() b", r"{a\over}"]
)
def test_plain_tex_fails(tmp_path: Path, command: str) -> None:
    """In documentation, and in the strings with which code makes formulas."""
    for text in (docstring(f"The ratio `{command}`."), f"NAME = r'{command}'\n"):
        verdict = verdict_on(check, tmp_path, {"a.py": text})
        assert verdict.outcome is Outcome.FAIL
        assert "is a command of plain TeX" in verdict.findings[0].message


def test_a_change_that_adds_nothing_of_the_kind_is_not_concerned(tmp_path: Path) -> None:
    """Vendored code is not the project's."""
    after = {"a.toml": "x = 1\n", "vendor/b.py": "x = 1  \n"}
    assert verdict_on(check, tmp_path, after).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """What is found in a part fails all the same."""
    assert judged(check, cut_off(tmp_path, {"a.py": "x = 1\n"})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path, {"a.py": docstring("{a \\over b}")})).outcome is Outcome.FAIL
