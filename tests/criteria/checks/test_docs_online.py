from pathlib import Path

import pytest
from collected import PROJECT, judge

from criteria.checks import docs_online
from criteria.evidence.web import KIND, Page, Web
from criteria.model import Evidence, Outcome, Strength, Verdict

README = "# Star Map\n\nThe documentation is at https://star-map.readthedocs.io/ and explains all.\n"
ADDRESS = "https://star-map.readthedocs.io"
SECOND = "https://example.org/star-map/guide"
GONE, OTHER, OWN = Page(False, False, "gone"), Page(True, False, "other"), Page(True, True, "own")
LATE = Page(None, False, "it did not answer in time")


def _judge(path: Path, readme: str = README, *pages: Page, project: str = PROJECT) -> Verdict:
    asked = dict(zip((ADDRESS, SECOND), pages, strict=False))
    web = [Evidence(KIND, Web("2024-05-01", asked), "test")] if pages else []
    return judge(docs_online, path, {"README.md": readme, "pyproject.toml": project}, *web)


def test_without_the_network_a_named_address_is_not_assessed(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r")
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert ADDRESS in verdict.reason


def test_a_page_that_answers_and_names_the_project_passes(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", README, OWN)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert "2024-05-01" in verdict.reason


@pytest.mark.parametrize("page", [GONE, OTHER])
def test_a_page_that_is_gone_or_somebody_elses_fails(tmp_path: Path, page: Page) -> None:
    verdict = _judge(tmp_path / "r", README, page)
    assert verdict.outcome is Outcome.FAIL
    assert page.reason in verdict.reason


@pytest.mark.threat("A32")
def test_a_page_that_could_not_be_measured_is_not_assessed(tmp_path: Path) -> None:
    """Nor is the failure of another one certain then; one that is right is enough."""
    both = README + f"\nAlso {SECOND} is good.\n"
    for pages in ((LATE,), (GONE, LATE), (LATE, OTHER), (GONE,)):
        assert _judge(tmp_path / "r", both, *pages).outcome is Outcome.NOT_ASSESSED
    assert LATE.reason in _judge(tmp_path / "r", both, GONE, LATE).reason
    assert SECOND in _judge(tmp_path / "r", both, GONE).reason
    assert _judge(tmp_path / "r", both, GONE, OTHER).outcome is Outcome.FAIL
    assert _judge(tmp_path / "r", both, LATE, OWN).outcome is Outcome.PASS


def test_of_a_project_without_a_name_no_page_is_its_own(tmp_path: Path) -> None:
    """That the page does not name it is our ignorance; that there is no page is not."""
    nameless = f"[project.urls]\nDocumentation = '{ADDRESS}'\n"
    files = {"README.md": "# Maps\n", "pyproject.toml": nameless}
    for page, outcome in ((OTHER, Outcome.NOT_ASSESSED), (GONE, Outcome.FAIL)):
        web = Evidence(KIND, Web("2024-05-01", {ADDRESS: page}), "test")
        assert judge(docs_online, tmp_path / "r", files, web, location="r").outcome is outcome


@pytest.mark.threat("A6", "A7")
@pytest.mark.parametrize(
    "readme",
    [
        "# Star Map\n",
        "# Star Map\n\nSee https://other.readthedocs.io/ for more.\n",
        "![docs](https://readthedocs.org/projects/star-map/badge.svg)\n",
        "Get it from https://crates.io/crates/star-map/ or https://anaconda.org/conda-forge/star-map today.\n",
        "[![x](a.png)](https://app.codecov.io/gh/example/star-map) https://mybinder.org/v2/gh/example/star-map/main\n",
    ],
)
def test_no_address_or_only_those_of_others_fail(tmp_path: Path, readme: str) -> None:
    """A badge, a package index, a service and the pages of a library are not this documentation."""
    assert _judge(tmp_path / "r", readme).outcome is Outcome.FAIL
