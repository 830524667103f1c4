"""An archive from a cell is written whole and under its limit, or not at all."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.engines.archive_file import TooLargeError, save_archive
from workers.errors import EngineError


def archive_of(size: int) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        member = tarfile.TarInfo("cache/file")
        member.size = size
        archive.addfile(member, io.BytesIO(b"x" * size))
    return held.getvalue()


WHOLE = archive_of(3000)


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(st.integers(1, 20_000))
def test_it_is_written_as_it_came(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    """Byte for byte, in whatever pieces it came."""
    path = tmp_path_factory.mktemp("out") / "a.tar"
    save_archive(pieces(WHOLE, size), path, len(WHOLE))
    assert path.read_bytes() == WHOLE


@pytest.mark.threat("T03")
@given(st.integers(1, 20_000), st.integers(0, len(WHOLE) - 1))
def test_never_more_than_the_limit(tmp_path_factory: pytest.TempPathFactory, size: int, limit: int) -> None:
    """One byte more than it may have is an error, and no byte beyond the limit is written."""
    path = tmp_path_factory.mktemp("out") / "a.tar"
    with pytest.raises(TooLargeError):
        save_archive(pieces(WHOLE, size), path, limit)
    assert path.stat().st_size <= limit


@pytest.mark.threat("F05")
@given(st.integers(0, 3500))
def test_one_that_broke_off(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    """An archive that ends before its end is an error, wherever it ends."""
    with pytest.raises(EngineError, match="as a whole"):
        save_archive(pieces(WHOLE[:length], 512), tmp_path_factory.mktemp("out") / "a.tar", len(WHOLE))
