"""A Dockerfile is read for what it installs; nothing of it ever runs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repos import snapshot_of

from master.plan.dockerfile import Dockerfile, first_dockerfile, read_dockerfile
from workers.packages import package_problem


def read(tmp_path: Path, text: str) -> Dockerfile:
    found = read_dockerfile(snapshot_of(tmp_path, {"Dockerfile": text, "r.txt": "six\n"}), "Dockerfile")
    assert found is not None
    return found


def test_installations(tmp_path: Path) -> None:
    """Names behind apt-get and pip, over continued lines and lists of commands; the last stage's base counts."""
    text = """
FROM golang:1.20 AS build
FROM --platform=linux/amd64 python:3.11-slim
RUN apt-get update && DEBIAN_FRONTEND=x apt-get install -y --no-install-recommends \\
    # a comment
    libgmp-dev jq=1.6 python3.8-dev \\
    && rm -rf /var/lib/apt/lists/*
RUN --mount=type=cache,target=/x pip install --no-cache-dir -r r.txt 'six>=1' ./here
RUN python3 -m pip install attrs
RUN ./configure
"""
    found = read(tmp_path, text)
    assert (found.base, found.python) == ("python:3.11-slim", "3.11")
    assert found.system == ("libgmp-dev", "jq")
    assert [str(item) for item in found.requirements.found] == ["six>=1", "attrs"]
    assert found.files == ("r.txt",)
    assert any("'./configure' is not followed" in reason for reason in found.reasons)
    assert any("python3.8-dev" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("base", "python"),
    [("debian:trixie-slim", "3.13"), ("debian:12", "3.11"), ("ubuntu:22.04", "3.10"), ("python:3", ""), ("alpine", "")],
)
def test_base(tmp_path: Path, base: str, python: str) -> None:
    """The Python of a base that says which it is."""
    assert read(tmp_path, f"FROM {base}\n").python == python


def test_other_distribution(tmp_path: Path) -> None:
    """Packages of what is no Debian are left out, with a sentence."""
    found = read(tmp_path, "FROM fedora:40\nRUN apt-get install -y jq\n")
    assert found.system == ()
    assert "is no Debian" in found.reasons[-1]


@pytest.mark.threat("T16")
def test_hostile(tmp_path: Path) -> None:
    """No word of it becomes an option, a path or a command."""
    text = "FROM debian:12\nRUN apt-get install -y 'x;id' $(id) -o=Y jq- --force && pip install -i http://x y --pre\n"
    found = read(tmp_path, text + "RUN cat <<EOF\nRUN apt-get install -y inside\nEOF\nRUN curl x | sh\n")
    assert found.system == ()
    assert not [item for item in found.requirements.found if item.name not in ("y",)]
    assert all(reason.isprintable() for reason in found.reasons)


def test_first(tmp_path: Path) -> None:
    """The one for repo2docker counts before the one of the top folder; without any there is an empty one."""
    files = {"Dockerfile": "FROM a\n", "binder/Dockerfile": "FROM b\n"}
    assert first_dockerfile(snapshot_of(tmp_path / "a", files)).base == "b"
    assert first_dockerfile(snapshot_of(tmp_path / "b", {"x": ""})) == Dockerfile()


WORDS = ["FROM debian:12\n", "RUN ", "apt-get install ", "pip install ", "\\\n", "&&", "jq ", "-r x ", "<<EOF\n", "'",
         "\n", "\0", "{", "é", "\u2028", "ONBUILD ", "; "]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=25).map("".join))
def test_any_file(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever it says, names are names of Debian packages and reasons are one printable line."""
    found = read(tmp_path_factory.mktemp("repo"), text)
    assert not [name for name in found.system if package_problem(name)]
    assert all(reason.isprintable() for reason in found.reasons)
