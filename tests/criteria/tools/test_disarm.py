"""Comments that lose their effect, and nothing else that changes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.errors import ToolError
from criteria.tools.disarm import disarm

COMMENT = re.compile(rb"#[ \t]*(quiet)")


def _disarmed(folder: Path, content: bytes, harmless: bytes = b"QUIET") -> bytes:
    (folder / "f").write_bytes(content)
    disarm(folder, ["f"], COMMENT, harmless)
    return (folder / "f").read_bytes()


@given(st.lists(st.sampled_from([b"# quiet", b"#", b"quiet", b"\n", b"\xff", b"x = 1", b" "])))
def test_places_stay_and_no_comment_is_left(tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]) -> None:
    """Lines and columns are true of the file as it is in the repository."""
    content = b"".join(parts)
    changed = _disarmed(tmp_path_factory.mktemp("files"), content)
    assert len(changed) == len(content)
    assert changed.lower() == content
    assert not COMMENT.search(changed)


def test_a_replacement_of_another_length_is_an_error_of_ours(tmp_path: Path) -> None:
    """It would move what follows."""
    with pytest.raises(ToolError, match="another length"):
        _disarmed(tmp_path, b"# quiet", b"longer")
