from pathlib import Path

import pytest
from collected import judge

from criteria.checks import docs_for_developers
from criteria.model import Outcome, Strength, Verdict

WORDS = "The parts of the star map are told here in some more words than a title has. " * 4
PAGES = {"docs/architecture.md": WORDS, "docs/building.md": WORDS}
CODE = 'def draw(sky):\n    """Draw what an eye can see of it."""\n\ndef own(sky):\n    return sky\n'


def _judge(path: Path, files: dict[str, str | bytes]) -> Verdict:
    return judge(docs_for_developers, path, files)


def test_described_names_and_both_pages_pass(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", {**PAGES, "star.py": CODE})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_one_page_is_worth_less(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"docs/architecture.md": WORDS, "star.py": CODE}).strength is Strength.E2


@pytest.mark.threat("A15")
@pytest.mark.parametrize(
    "code",
    [
        "def draw(s): pass\n",
        'def draw(s):\n    """TODO"""\n',
        "".join(f'def f{n}(s):\n    """Does its work well."""\n' for n in range(9)),
    ],
)
def test_names_without_a_telling_text_fail(tmp_path: Path, code: str) -> None:
    assert _judge(tmp_path / "r", {**PAGES, "star.py": code}).outcome is Outcome.FAIL


@pytest.mark.threat("A6")
def test_without_a_page_it_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"star.py": CODE, "docs/architecture.md": "# Architecture\n"}).outcome is Outcome.FAIL


def test_without_public_names_there_is_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {**PAGES, "a.txt": "x"}).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.threat("A14")
def test_code_that_cannot_be_read_is_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {**PAGES, "star.py": CODE.encode() + b"\0"}).outcome is Outcome.NOT_ASSESSED
