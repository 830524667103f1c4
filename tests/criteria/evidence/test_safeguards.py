from pathlib import Path

import pytest
from repos import snapshot_of

from criteria.evidence import safeguards


def test_images_are_counted_without_the_stages_of_the_file_itself(tmp_path: Path) -> None:
    text = "FROM debian:12 AS build\nFROM debian@sha256:" + "1" * 64 + "\nFROM build\nCOPY . /app\n"
    found = safeguards.collect(snapshot_of(tmp_path / "r", {"Dockerfile": text}))
    assert [(len(one.bases), one.pinned, one.installs) for one in found.containers] == [(2, 1, True)]


@pytest.mark.threat("A23")
@pytest.mark.parametrize("path", [".github/dependabot.yml", "renovate.json", ".pyup.yml"])
@pytest.mark.parametrize("text", ["[" * 5_000, "&a [*a]"])
def test_a_broken_configuration_updates_nothing(tmp_path: Path, path: str, text: str) -> None:
    found = safeguards.collect(snapshot_of(tmp_path / "r", {path: text}))
    assert [one.problem is not None for one in found.updaters] == [True]


def test_a_policy_is_read_for_what_it_says(tmp_path: Path) -> None:
    text = "Report vulnerabilities to a@b.net within 7 days.\n"
    policy = safeguards.collect(snapshot_of(tmp_path / "r", {"SECURITY": text})).policies[0]
    assert (policy.private, policy.address, policy.timing, policy.problem) == (True, True, True, None)
