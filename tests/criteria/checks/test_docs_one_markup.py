from pathlib import Path

import pytest
from collected import judge

from criteria.checks import docs_one_markup
from criteria.model import Outcome, Strength


def _pages(markdown: int, rest: int) -> dict[str, str | bytes]:
    return {f"docs/{n}.md": "# A\n" for n in range(markdown)} | {f"docs/{n}.rst": "A\n=\n" for n in range(rest)}


def test_one_markup_passes(tmp_path: Path) -> None:
    verdict = judge(docs_one_markup, tmp_path / "r", _pages(5, 0))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_few_pages_in_another_markup_are_told_and_pass(tmp_path: Path) -> None:
    verdict = judge(docs_one_markup, tmp_path / "r", _pages(9, 1))
    assert verdict.outcome is Outcome.PASS
    assert [finding.path for finding in verdict.findings] == ["docs/0.rst"]


def test_several_markups_fail_with_the_rarer_pages(tmp_path: Path) -> None:
    verdict = judge(docs_one_markup, tmp_path / "r", _pages(3, 2))
    assert verdict.outcome is Outcome.FAIL
    assert {finding.path for finding in verdict.findings} == {"docs/0.rst", "docs/1.rst"}


@pytest.mark.parametrize(
    "files", [{"README.md": "# A\n"}, {"docs/a.md": "# A\n"}, {"docs/a.txt": "x", "docs/b.md": "x"}]
)
def test_one_page_is_no_subject(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert judge(docs_one_markup, tmp_path / "r", files).outcome is Outcome.NOT_APPLICABLE


def test_pages_that_are_no_text_are_left_to_another_rule(tmp_path: Path) -> None:
    assert judge(docs_one_markup, tmp_path / "r", _pages(3, 0) | {"docs/x.rst": b"\0\xff"}).outcome is Outcome.PASS
