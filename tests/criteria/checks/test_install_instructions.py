from pathlib import Path

import pytest
from gathered import PYPROJECT, README, gathered

from criteria.checks import install_instructions
from criteria.model import Outcome

PAGE = "# Installation\n\n" + "First get the compiler and then run the commands of this page in their order. " * 4


@pytest.mark.parametrize("files", [{"README.md": README, "pyproject.toml": PYPROJECT}, {"docs/install.md": PAGE}])
def test_a_section_or_a_page_passes(tmp_path: Path, files: dict[str, str]) -> None:
    assert install_instructions.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.PASS


@pytest.mark.threat("A6")
@pytest.mark.parametrize(
    "readme", ["# Star Map\n\nIt draws maps of the sky.\n", "", "lorem ipsum dolor sit amet pip install x\n" * 9]
)
def test_a_readme_without_steps_and_filler_fail(tmp_path: Path, readme: str) -> None:
    assert install_instructions.judge(gathered(tmp_path / "r", {"README.md": readme}), {}).outcome is Outcome.FAIL


def test_an_empty_commit_cannot_be_installed(tmp_path: Path) -> None:
    assert install_instructions.judge(gathered(tmp_path / "r", {}), {}).outcome is Outcome.NOT_APPLICABLE
