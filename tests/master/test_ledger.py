"""The ledger: what it gives back is what was kept, whole and not too old; what is damaged was never there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from cells import GOOD
from records import written
from repos import snapshot_of
from worker_cells import PLAIN

from criteria.snapshot import Snapshot
from master.ledger import FRESH, Ledger, inputs_of
from workers.readers.test_case import FAILED, PASSED, TestCase
from workers.records import cases_in


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


def kept(ledger: Ledger, tmp_path: Path, *cases: TestCase, inputs: str = "i", status: str = "passed") -> None:
    tests = written(tmp_path / "given.gz", cases or [TestCase("a", PASSED)])
    ledger.keep("p", "c" * 40, inputs, attrs.evolve(GOOD, status=status), tests, {"startup.json": "{}"})


def test_round_trip(ledger: Ledger, tmp_path: Path) -> None:
    """Result, records and measurements come back as they were kept."""
    kept(ledger, tmp_path, TestCase("a", PASSED), TestCase("b", FAILED))
    found = ledger.earlier("i")
    assert found is not None
    assert found.result == GOOD
    assert [case.id for case in cases_in(found.tests)] == ["a", "b"]
    assert found.measured == {"startup.json": "{}"}


def test_other_inputs_are_unknown(ledger: Ledger, tmp_path: Path) -> None:
    """Only the very same inputs are the same run."""
    kept(ledger, tmp_path)
    assert ledger.earlier("j") is None


def test_what_is_too_old_is_run_again(ledger: Ledger, tmp_path: Path) -> None:
    """A build takes the newest versions of its dependencies, so a result does not hold for ever."""
    kept(ledger, tmp_path)
    assert ledger.earlier("i", datetime.now(UTC) + FRESH + timedelta(minutes=1)) is None


def test_our_fault_is_not_remembered(ledger: Ledger, tmp_path: Path) -> None:
    """A cell that could not be run says nothing about the project."""
    kept(ledger, tmp_path, status="not_assessed")
    assert ledger.earlier("i") is None


@pytest.mark.threat("F16")
@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_damaged_records_are_as_if_they_had_never_been(ledger: Ledger, tmp_path: Path, damage: bytes | None) -> None:
    """A flipped byte, an empty file, no file: the cell is run again."""
    kept(ledger, tmp_path)
    (path,) = (tmp_path / "ledger").glob("*.gz")
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    assert ledger.earlier("i") is None


def test_retries_and_differing_runs_are_flaky(ledger: Ledger, tmp_path: Path) -> None:
    """Two ways to be known as flaky: within a run, and between runs of the same inputs."""
    kept(ledger, tmp_path, TestCase("a", PASSED), TestCase("b", FAILED, retries=(PASSED,)))
    kept(ledger, tmp_path, TestCase("a", FAILED), TestCase("b", PASSED))
    assert ledger.flaky("p", GOOD.id) == {"a", "b"}
    found = {(flake.name, flake.ends) for flake in ledger.flakes("p")}
    assert found == {("a", "passed failed"), ("b", "failed passed")}
    assert ledger.flaky("other", GOOD.id) == frozenset()


def test_failures_are_known_by_what_was_changed(ledger: Ledger) -> None:
    """The more changes of a file broke a test file, the higher it is counted; the same commit counts once."""
    ledger.keep_failures("p", "1", ["a.py", "b.py"], ["t1", "t2"])
    ledger.keep_failures("p", "1", ["a.py"], ["t1"])
    ledger.keep_failures("p", "2", ["a.py"], ["t1"])
    assert ledger.failed_with("p", ["a.py"]) == {"t1": 2}
    assert ledger.failed_with("p", ["b.py"]) == {}


class TestInputs:
    """The digest changes with everything that decides the result, and with nothing else."""

    @pytest.fixture
    def snapshot(self, tmp_path: Path) -> Snapshot:
        return snapshot_of(tmp_path / "r", {"src/a.py": "1", "docs/x.md": "1"})

    def test_each_part_counts(self, snapshot: Snapshot) -> None:
        """Command, image, engine, seed."""
        plain = inputs_of(PLAIN, snapshot, (), "image", "docker")
        others = [
            inputs_of(attrs.evolve(PLAIN, seed=1), snapshot, (), "image", "docker"),
            inputs_of(attrs.evolve(PLAIN, test=("make check",)), snapshot, (), "image", "docker"),
            inputs_of(PLAIN, snapshot, (), "other", "docker"),
            inputs_of(PLAIN, snapshot, (), "image", "host"),
            inputs_of(PLAIN, snapshot, ("src",), "image", "docker"),
        ]
        assert len({plain, *others}) == 6

    def test_only_what_is_read_counts(self, tmp_path: Path, snapshot: Snapshot) -> None:
        """A change outside of `reads` leaves the digest as it is; one inside does not."""
        outside = snapshot_of(tmp_path / "outside", {"src/a.py": "1", "docs/x.md": "2"})
        inside = snapshot_of(tmp_path / "inside", {"src/a.py": "2", "docs/x.md": "1"})
        digests = [inputs_of(PLAIN, each, ("src",), "i", "e") for each in (snapshot, outside, inside)]
        assert digests[0] == digests[1] != digests[2]
        whole = [inputs_of(PLAIN, each, (), "i", "e") for each in (snapshot, outside)]
        assert whole[0] != whole[1]
