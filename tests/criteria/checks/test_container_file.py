from pathlib import Path

import pytest
from gathered import PYPROJECT, gathered

from criteria.checks import container_file
from criteria.model import Outcome


@pytest.mark.parametrize(
    "files",
    [
        {"Dockerfile": "FROM debian:12\nCOPY . /app\nRUN make -C /app\n"},
        {"docker/Containerfile": "FROM python:3.12\nRUN pip install star-map\n", "pyproject.toml": PYPROJECT},
        {"star.def": "Bootstrap: docker\nFrom: debian:12\n%files\n  src /opt/src\n", "src/a.c": "int x;\n"},
    ],
)
def test_an_image_that_holds_the_software_passes(tmp_path: Path, files: dict[str, str]) -> None:
    assert container_file.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "x = 1\n"},
        {"Dockerfile": ""},
        {"Dockerfile": "FROM debian:12\n"},
        {"Dockerfile": "FROM python:3.12\nRUN pip install bandit\nCOPY check.sh /usr/bin/\n", "check.sh": "true\n"},
        {".devcontainer/Dockerfile": "FROM debian:12\nCOPY . /app\n"},
        {"tests/Dockerfile": "FROM debian:12\nCOPY . /app\n"},
    ],
)
def test_images_of_something_else_fail(tmp_path: Path, files: dict[str, str]) -> None:
    assert container_file.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.FAIL


def test_an_empty_commit_has_nothing_to_contain(tmp_path: Path) -> None:
    assert container_file.judge(gathered(tmp_path / "r", {}), {}).outcome is Outcome.NOT_APPLICABLE
