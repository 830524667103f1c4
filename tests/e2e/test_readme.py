"""Every command that the README tells people to paste works as it stands there."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from master.plan import assay_file
from workers.emulation import host_arch

pytestmark = pytest.mark.engine
ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
CODE = re.compile(r"#\s*exit code (\d+)\s*$")
NOT_RUN = {"make test": "it is what runs this test"}
LEFT_OUT = (".venv", ".git", "assay-out", "dist", "build", "*_cache", ".hypothesis", "__pycache__")


@attrs.frozen
class Pasted:
    """One line of a block, and the exit code that the README promises for it."""

    line: str
    code: int


def blocks(language: str) -> list[str]:
    return [match[2] for match in BLOCK.finditer(README) if match[1] == language]


def pasted() -> Iterator[Pasted]:
    for block in (*blocks("sh"), *blocks("console")):
        for line in filter(None, map(str.strip, block.splitlines())):
            promised = CODE.search(line)
            yield Pasted(CODE.sub("", line.removeprefix("$ ")).strip(), int(promised[1]) if promised else 0)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout as a repository of its own, with the environment that is here."""
    folder = tmp_path_factory.mktemp("readme") / "assay"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        os.utime(folder / name, (0, 0))  # older than the environment: make finds nothing to install
    (folder / ".venv").symlink_to(sys.prefix)
    who = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    another = [*who, "commit", "-q", "--allow-empty", "-m", "Another change"]
    for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "A change"], another):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A state of its own, and one architecture, for the sake of time: `make run` reads ARGS."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("ASSAY_", "MAKE", "MFLAGS"))}
    own = {"ASSAY_STATE": "state", "ASSAY_CACHE": "cache"}
    places = {name: str(tmp_path_factory.mktemp(folder) / folder) for name, folder in own.items()}
    return {**inherited, **places, "ARGS": f"--arch {host_arch()}"}


@pytest.mark.usefixtures("engine")
def test_every_command_of_the_readme_does_what_it_says(checkout: Path, environment: dict[str, str]) -> None:
    """In the order of the page, in one folder, as a reader would paste them."""
    assert (checkout / ".venv" / ".installed").exists(), "the environment was not made by make; run: make install"
    for one in pasted():
        if one.line in NOT_RUN:
            continue
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", one.line],
            cwd=checkout, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode == one.code, f"{one.line}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    for name in ("report.html", "badge.svg", "report.json", "summary.md", "assay.sarif"):
        assert (checkout / "assay-out" / name).stat().st_size > 0, f"the README speaks of assay-out/{name}"


def test_the_readme_has_commands_to_paste() -> None:
    """The reader of blocks reads: the two commands that matter are among them, and nothing that would not be run."""
    lines = [one.line for one in pasted()]
    assert {"make run", "make test", "make install"} <= set(lines)
    assert 1 in {one.code for one in pasted()}
    assert {match[1] for match in BLOCK.finditer(README)} <= {"sh", "console", "text", "yaml"}


def test_the_configuration_of_the_readme_is_right() -> None:
    """The minimal file is read as a repository's own would be."""
    (text,) = blocks("yaml")
    recipe = assay_file.read(text)
    assert recipe.arches == ("amd64", "arm64")
    assert recipe.build
    assert recipe.test


def test_the_links_of_the_readme_lead_to_files() -> None:
    """Links into the repository lead somewhere."""
    links = re.findall(r"\]\((?!https?://)([^)#]+)", README)
    assert links
    assert all((ROOT / link).exists() for link in links), [link for link in links if not (ROOT / link).exists()]
