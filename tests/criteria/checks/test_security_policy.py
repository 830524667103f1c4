from pathlib import Path

import pytest
from gathered import gathered

from criteria.checks import security_policy
from criteria.model import Outcome

LIMITS = {"minimum_words": 20}
GOOD = (
    "# Security\n\nPlease report a vulnerability by mail to security@stars.net and do not open a public issue. "
    "You get an answer within 7 days, and the newest release is the one that is mended.\n"
)


@pytest.mark.parametrize("path", ["SECURITY.md", ".github/SECURITY.md", "docs/security.rst"])
def test_a_policy_with_an_address_passes(tmp_path: Path, path: str) -> None:
    assert security_policy.judge(gathered(tmp_path / "r", {path: GOOD}), LIMITS).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "vulnerability 42 https://example.net disclosure\n",
        "security " * 60,
        GOOD.replace("security@stars.net", "security@example.com"),
        "Our software is safe and fast, and all who used it in the last years were happy about it: ada@stars.net " * 2,
    ],
)
def test_words_numbers_and_links_are_no_policy(tmp_path: Path, text: str) -> None:
    """F12 of the peers: any number or link passed."""
    assert security_policy.judge(gathered(tmp_path / "r", {"SECURITY.md": text}), LIMITS).outcome is Outcome.FAIL


def test_no_file_fails_but_not_in_an_archive(tmp_path: Path) -> None:
    assert security_policy.judge(gathered(tmp_path / "a", {"a.py": "x = 1\n"}), LIMITS).outcome is Outcome.FAIL
    archive = gathered(tmp_path / "b", {"a.py": "x = 1\n"}, versioned=False)
    assert security_policy.judge(archive, LIMITS).outcome is Outcome.NOT_ASSESSED
    assert security_policy.judge(gathered(tmp_path / "c", {}), LIMITS).outcome is Outcome.NOT_APPLICABLE
