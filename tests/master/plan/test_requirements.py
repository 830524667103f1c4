"""Requirement files as hostile text: names and versions are read, everything else is left out with a reason."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.requirements import Requirement
from repos import snapshot_of

from master.plan.requirements import MAX_REQUIREMENTS, parse, read_file, unique


def test_lines(tmp_path: Path) -> None:
    """Comments, continued lines, hashes and markers are read as pip reads them."""
    text = (
        "# all\n\npytest>=7  # why\nnumpy \\\n  >=1.2\n"
        "six==1.0 --hash=sha256:aa \\\n --hash=sha256:bb\nmock; python_version < '3'\n-e .[test]\n.\nx#y\n"
    )
    found = read_file(snapshot_of(tmp_path, {"r.txt": text}), "r.txt")
    assert [str(item) for item in found.found] == ["pytest>=7", "numpy>=1.2", "six==1.0", 'mock; python_version < "3"']
    assert found.reasons == ("r.txt: 'x#y' is no requirement that we read; it is not installed",)


@pytest.mark.threat("T31")
@pytest.mark.parametrize(
    "line",
    ["--index-url https://evil.example/simple", "--extra-index-url=https://evil.example", "-f https://x", "-i x",
     "--find-links ./wheels", "--trusted-host x", "-c constraints.txt", "-e git+https://git.example/x#egg=x",
     "git+https://git.example/x", "x @ https://x.example/x.whl", "https://x.example/x.whl", "./wheels/x.whl", "../x",
     "/abs/x.whl"],
)  # fmt: skip
def test_other_sources_are_left_out(tmp_path: Path, line: str) -> None:
    """Other indexes, addresses and files are not followed, and a sentence says so."""
    found = read_file(snapshot_of(tmp_path, {"r.txt": f"{line}\nsix\n"}), "r.txt")
    assert [str(item) for item in found.found] == ["six"]
    assert len(found.reasons) == 1
    assert found.reasons[0].startswith("r.txt: ")


def test_includes(tmp_path: Path) -> None:
    """Included files are read once each, relative to the file that includes them, and never outside the tree."""
    files = {
        "requirements/dev.txt": "-r test.txt\n-r../base.txt\n--requirement=dev.txt\n-r ../../../etc/passwd\ntox\n",
        "requirements/test.txt": "-r dev.txt\npytest\n",
        "base.txt": "six\n",
        "passwd": "no\n",
    }
    found = read_file(snapshot_of(tmp_path, files), "requirements/dev.txt")
    assert [str(item) for item in found.found] == ["tox", "pytest", "six"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link in place of a file has no requirements."""
    snapshot = snapshot_of(tmp_path, {"r.txt": "/etc/passwd"}, modes={"r.txt": 0o120000})
    assert read_file(snapshot, "r.txt").found == ()
    assert read_file(snapshot, "none.txt").found == ()


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "text", ["a; " + "(" * 400, "a" * 100_000, "a[" + "b," * 200, "a\\\n" * 50_000, "a==" + "1." * 200]
)
def test_hostile_lines(tmp_path: Path, text: str) -> None:
    """Deep markers, endless lines and endless continuations are left out."""
    assert read_file(snapshot_of(tmp_path, {"r.txt": f"{text}\n"}), "r.txt").found == ()


def test_long_files_are_cut(tmp_path: Path) -> None:
    """A file has at most so many requirements."""
    text = "".join(f"p{number}\n" for number in range(1000))
    assert len(read_file(snapshot_of(tmp_path, {"r.txt": text}), "r.txt").found) == MAX_REQUIREMENTS


@settings(deadline=None)
@given(st.text(max_size=100))
def test_parse_any_text(text: str) -> None:
    """Any text is a requirement without address, or one line that says why not."""
    item = parse(text)
    assert "\n" not in item if isinstance(item, str) else item.url is None


def test_unique() -> None:
    """The first of each name and marker counts."""
    items = [Requirement(text) for text in ("A_b>=1", "a-b>=2", "a.b; python_version < '3'", "c")]
    assert [str(item) for item in unique(items)] == ["A_b>=1", 'a.b; python_version < "3"', "c"]
