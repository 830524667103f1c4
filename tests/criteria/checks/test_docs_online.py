from pathlib import Path

import attrs
import pytest
from collected import PROJECT, judge

from criteria.checks import docs_online
from criteria.model import Evidence, Outcome, Strength, Verdict

README = "# Star Map\n\nThe documentation is at https://star-map.readthedocs.io/ and explains all.\n"
ADDRESS = "https://star-map.readthedocs.io"


@attrs.frozen
class _Page:
    answers: bool
    names_project: bool


@attrs.frozen
class _Web:
    date: str
    pages: dict[str, _Page]


def _judge(path: Path, readme: str = README, page: _Page | None = None) -> Verdict:
    web = [Evidence("web", _Web("2024-05-01", {ADDRESS: page}), "test")] if page else []
    return judge(docs_online, path, {"README.md": readme, "pyproject.toml": PROJECT}, *web)


def test_without_the_network_a_named_address_is_not_assessed(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r")
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert ADDRESS in verdict.reason


def test_a_page_that_answers_and_names_the_project_passes(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", page=_Page(answers=True, names_project=True))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.parametrize("page", [_Page(False, False), _Page(True, False)])
def test_a_page_that_is_gone_or_somebody_elses_fails(tmp_path: Path, page: _Page) -> None:
    assert _judge(tmp_path / "r", page=page).outcome is Outcome.FAIL


@pytest.mark.threat("A6", "A7")
@pytest.mark.parametrize(
    "readme",
    [
        "# Star Map\n",
        "# Star Map\n\nSee https://other.readthedocs.io/ for more.\n",
        "![docs](https://readthedocs.org/projects/star-map/badge.svg)\n",
    ],
)
def test_no_address_or_only_those_of_others_fail(tmp_path: Path, readme: str) -> None:
    """A badge and the pages of a library are not this documentation."""
    assert _judge(tmp_path / "r", readme).outcome is Outcome.FAIL
