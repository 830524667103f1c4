"""Whether a run may begin: by what is free where it will write."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from master import admission
from master.admission import ENGINE_MB, INODES, STATE_MB, Place, require_room, shortage
from master.errors import UsageError
from master.git import DiskFullError
from workers.errors import EngineError

MB = 2**20


class Disks:
    """File systems by the first part of a path: megabytes and inodes that are free."""

    def __init__(self, patch: pytest.MonkeyPatch, **free: tuple[int, int]) -> None:
        self._free = free
        patch.setattr(admission.shutil, "disk_usage", lambda path: SimpleNamespace(free=self._of(path)[0] * MB))
        patch.setattr(admission.os, "statvfs", lambda path: SimpleNamespace(f_files=10**6, f_favail=self._of(path)[1]))

    def _of(self, path: Path) -> tuple[int, int]:
        return next(free for name, free in self._free.items() if name in path.parts)


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The state's folder and the engine's, both of which exist."""
    monkeypatch.delenv("ASSAY_LEAST_FREE", raising=False)
    state, layers = tmp_path / "state", tmp_path / "layers"
    state.mkdir()
    layers.mkdir()
    monkeypatch.setattr(admission, "storage", lambda _: layers)
    return state, layers


PLENTY = (10**6, 10**6)


@pytest.mark.threat("F09")
def test_where_there_is_room_a_run_begins(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Exactly as much as is needed is enough."""
    Disks(monkeypatch, state=(STATE_MB, INODES), layers=(ENGINE_MB, INODES))
    require_room(folders[0], object())  # type: ignore[arg-type]


@pytest.mark.threat("F09")
@pytest.mark.parametrize(
    ("disks", "words"),
    [
        ({"state": (STATE_MB - 1, 10**6), "layers": PLENTY}, r"only 511 MB are free at .*/state, where Assay keeps"),
        ({"state": PLENTY, "layers": (ENGINE_MB - 1, 10**6)}, r"only 2047 MB are free at .*/layers, where the engine"),
        ({"state": (10**6, 99), "layers": PLENTY}, r"only 99 files can be made at .*/state"),
        ({"state": PLENTY, "layers": (10**6, 0)}, r"only 0 files can be made at .*/layers"),
    ],
)
def test_a_run_without_room_is_refused(
    folders: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    disks: dict[str, tuple[int, int]],
    words: str,
) -> None:
    """Bytes or inodes, ours or the engine's: one sentence with the place, what is free, and what helps."""
    Disks(monkeypatch, **disks)
    with pytest.raises(DiskFullError, match=words + r".*\$ASSAY_LEAST_FREE"):
        require_room(folders[0], object())  # type: ignore[arg-type]


@pytest.mark.threat("F09")
def test_the_users_own_limit_counts(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Smaller or larger than ours, it takes its place for both folders; what is no number is the user's mistake."""
    Disks(monkeypatch, state=(100, 10**6), layers=(100, 10**6))
    monkeypatch.setenv("ASSAY_LEAST_FREE", "100")
    require_room(folders[0], object())  # type: ignore[arg-type]
    monkeypatch.setenv("ASSAY_LEAST_FREE", "101")
    with pytest.raises(DiskFullError, match="101 MB are needed"):
        require_room(folders[0], object())  # type: ignore[arg-type]
    for said in ("-1", "1.5", "all", "٣", "9" * 50):
        monkeypatch.setenv("ASSAY_LEAST_FREE", said)
        with pytest.raises(UsageError, match="must be a number of megabytes"):
            require_room(folders[0], object())  # type: ignore[arg-type]


@pytest.mark.threat("F05", "F09")
def test_an_engine_that_does_not_answer_is_no_full_disk(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its cells will say what is wrong; the state is looked at all the same."""

    def away(_: object) -> Path:
        raise EngineError("no answer")

    monkeypatch.setattr(admission, "storage", away)
    Disks(monkeypatch, state=PLENTY)
    require_room(folders[0], object())  # type: ignore[arg-type]
    Disks(monkeypatch, state=(0, 0))
    with pytest.raises(DiskFullError):
        require_room(folders[0], object())  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(["a", "b", "..", "c d"]), max_size=4), st.integers(0, 10**9))
def test_a_folder_is_looked_at_where_it_will_be(parts: list[str], least: int) -> None:
    """Whatever does not exist yet, the answer is that of the disk it will be on."""
    folder = Path("/nonexistent-for-assay", *parts)
    free_mb = shutil.disk_usage("/").free // MB
    found = shortage(Place("we write", folder, least))
    assert (found is not None) == (free_mb < least) or abs(free_mb - least) < 1000  # others write meanwhile
