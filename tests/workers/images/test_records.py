"""What is remembered of images: when they were used, and who makes one now."""

import os
import re
from pathlib import Path

import pytest

from workers.images.records import ImageRecords
from workers.state import state_folder

REFERENCE, OTHER = "assay/debian-12:amd64-0123456789abcdef", "assay/debian-12:arm64-0123456789abcdef"


@pytest.fixture
def records(tmp_path: Path) -> ImageRecords:
    return ImageRecords(tmp_path)


def test_an_image_seen_for_the_first_time(records: ImageRecords, tmp_path: Path) -> None:
    """Nobody knows when it was used, so it counts as used now, and its days begin."""
    first = records.last_used(REFERENCE)
    assert first > 0
    (record,) = tmp_path.iterdir()
    os.utime(record, (7, 7))
    assert records.last_used(REFERENCE) == 7
    records.used(REFERENCE)
    assert records.last_used(REFERENCE) > 7
    records.forget(REFERENCE)
    assert list(tmp_path.iterdir()) == []


def test_one_maker_and_nobody_removes_meanwhile(records: ImageRecords) -> None:
    """An image that is being made is not removed; another one can be."""
    with records.making(REFERENCE, lambda: None):
        with records.removing(REFERENCE) as free:
            assert not free
        with records.removing(OTHER) as free:
            assert free


@pytest.mark.threat("F16")
def test_what_a_maker_that_died_left(records: ImageRecords) -> None:
    """The next one begins in an empty folder, and leaves none."""
    with records.scratch(REFERENCE) as folder:
        (folder / "layer.tar").write_text("half")
        with records.scratch(REFERENCE) as again:
            assert list(again.iterdir()) == []
    assert not folder.exists()


def test_workplaces_are_told_apart(tmp_path: Path) -> None:
    """Two that use the same engine, each with a state of its own, never have a container of the same name."""
    one, other = ImageRecords(tmp_path / "one"), ImageRecords(tmp_path / "other")
    names = {records.workplace(reference) for records in (one, other) for reference in (REFERENCE, OTHER)}
    assert len(names) == 4
    assert all(re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+", name) for name in names)
    assert one.workplace(REFERENCE).startswith(one.workplaces)


def test_the_usual_place() -> None:
    """In the state of this user on this machine."""
    assert ImageRecords().folder == state_folder() / "images"
