from pathlib import Path

import pytest
from fixes import applied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria.fixes.diff import diff_of
from criteria.fixes.proposal import Proposal

LINES = st.lists(
    st.sampled_from([b"a", b"b", b"", b" ", b"a\r", b"\xff", b"\xef\xbb\xbfa", b"-- a", b"@@ 1 @@", b"\\ x"]),
    max_size=12,
)
CONTENT = st.builds(lambda lines, end: b"\n".join(lines) + end, LINES, st.sampled_from([b"", b"\n"]))


def change(before: bytes | None, after: bytes, path: str = "a.py") -> Proposal:
    return Proposal(path, "Test", before, after, "QC.Test")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb\nc\nd\ne\nf\ng\n", b"x\na\nb\nc\nd\ne\nf\ng\n"),
        (b"a\r\nb\r\n", b"x\r\na\r\nb\r\n"),
        (b"a", b"x\na"),
        (b"a", b"a\nx\n"),
        (b"", b"x\n"),
        (None, b"x\ny"),
        (b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfx\na\n"),
        ("é\n".encode("latin-1"), "x\né\n".encode("latin-1")),
    ],
    ids=["insertion", "crlf", "no final newline", "newline added", "empty", "new file", "byte order mark", "latin-1"],
)
def test_git_takes_the_diff(tmp_path: Path, before: bytes | None, after: bytes) -> None:
    """What git makes of it is what was proposed, byte by byte."""
    assert applied(tmp_path, [change(before, after)]) == {"a.py": after}


@pytest.mark.threat("A21")
@pytest.mark.parametrize(
    "path",
    [
        "d/a b.py",
        "é.py",
        'q".py',
        "t\tab.py",
        "n\nl.py",
        "-f.py",
        "a\\b.py",
        b"\xff.py".decode(errors="surrogateescape"),
    ],
)
def test_git_takes_odd_names(tmp_path: Path, path: str) -> None:
    """Blanks, quotes, control characters, and bytes that are no UTF-8."""
    assert applied(tmp_path, [change(b"a\n", b"x\na\n", path)]) == {path: b"x\na\n"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.none() | CONTENT, after=CONTENT)
def test_any_change_survives_git(tmp_path_factory: pytest.TempPathFactory, before: bytes | None, after: bytes) -> None:
    """Whatever the texts; what does not change is no diff."""
    if before == after:
        assert diff_of(change(before, after)) == b""
    elif before is not None or after:
        folder = tmp_path_factory.mktemp("tree")
        assert applied(folder, [change(before, after)]) == {"a.py": after}


def test_several_files_are_one_diff(tmp_path: Path) -> None:
    """One after the other."""
    proposals = [change(b"a\n", b"x\na\n", "a.py"), change(None, b"n\n", "d/n.md")]
    assert applied(tmp_path, proposals) == {"a.py": b"x\na\n", "d/n.md": b"n\n"}
