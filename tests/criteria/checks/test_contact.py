from pathlib import Path

import pytest
from gathered import PYPROJECT, README, gathered

from criteria.checks import contact
from criteria.model import Outcome, Strength


def test_an_address_in_readme_and_metadata_passes(tmp_path: Path) -> None:
    both = contact.judge(gathered(tmp_path / "a", {"README.md": README, "pyproject.toml": PYPROJECT}), {})
    one = contact.judge(gathered(tmp_path / "b", {"pyproject.toml": PYPROJECT}), {})
    assert (both.outcome, both.strength) == (Outcome.PASS, Strength.E3)
    assert one.strength is Strength.E2


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "x = 1\n"},
        {"codemeta.json": '{"maintainer": {"email": "me@example.org"}}'},
        {"codemeta.json": '{"maintainer": {"@id": "https://orcid.org/0000-0002-9142-2596"}}'},
        {"README.md": "# Star Map\n\n## Support\n\nAsk somebody about it whenever you like to.\n"},
    ],
)
def test_example_addresses_orcids_and_headings_are_no_contact(tmp_path: Path, files: dict[str, str]) -> None:
    assert contact.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.FAIL


def test_an_empty_commit_has_nobody_to_ask(tmp_path: Path) -> None:
    assert contact.judge(gathered(tmp_path / "r", {}), {}).outcome is Outcome.NOT_APPLICABLE
