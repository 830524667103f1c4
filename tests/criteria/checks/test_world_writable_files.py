"""QC.Sec04: nothing is made writable by everybody."""

from pathlib import Path

import pytest
from repos import snapshot_of
from scans import census_of, scanned_snapshot

from criteria.checks import world_writable_files
from criteria.evidence import world_writable
from criteria.evidence.world_writable import WorldWritable
from criteria.model import Evidence, EvidenceSet, Outcome, Strength, Verdict


def _evidence(folder: Path, files: dict[str, str]) -> EvidenceSet:
    snapshot = snapshot_of(folder / "r", files)
    return EvidenceSet(
        {
            "world_writable": Evidence("world_writable", scanned_snapshot(world_writable, snapshot), "test"),
            "census": Evidence("census", census_of(snapshot), "test"),
        }
    )


def _judge(folder: Path, files: dict[str, str]) -> Verdict:
    return world_writable_files.judge(_evidence(folder, files), {})


def test_a_search_that_finds_nothing_passes(tmp_path: Path) -> None:
    """What only tests do does not count."""
    verdict = _judge(tmp_path, {"a.sh": "chmod 755 x\n", "tests/test_a.py": "os.chmod(p, 0o777)\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.found == "0 places in 2 files, 1 more in tests"


def test_one_place_fails(tmp_path: Path) -> None:
    """Vendored or not: it is deployed with the rest."""
    verdict = _judge(tmp_path, {"a.sh": "\nchmod 777 /var/log/star\n", "vendor/b.py": "os.umask(0)\n"})
    assert verdict.outcome is Outcome.FAIL
    assert [(finding.path, finding.line) for finding in verdict.findings] == [("a.sh", 2), ("vendor/b.py", 1)]


def test_without_code_it_is_not_applicable(tmp_path: Path) -> None:
    assert _judge(tmp_path, {"README.md": "Run chmod 777 x.\n"}).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.threat("A29")
def test_a_file_that_was_not_read_leaves_it_open(tmp_path: Path) -> None:
    """A MUST NOT needs a full account."""
    evidence = _evidence(tmp_path, {"a.sh": "ls\n"})
    unread = Evidence("world_writable", WorldWritable((), 0, ("huge.py",)), "test")
    assert world_writable_files.judge(evidence.with_evidence(unread), {}).outcome is Outcome.NOT_ASSESSED
