from criteria.evidence.archive import HERITAGE, Archive, ArchiveRecord
from criteria.model import plain, structured


def test_a_capture_can_be_stored_and_read_again() -> None:
    """It is evidence like any other: the same after a way through JSON."""
    record = ArchiveRecord(HERITAGE, "Software Heritage", "https://x", "swh:1:rev:0", "Star Map", None, ("a",))
    captured = Archive("2026-11-20T12:00:00Z", (HERITAGE,), (record,))
    assert structured(plain(captured), Archive) == captured
