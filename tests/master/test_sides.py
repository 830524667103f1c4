"""The sides of a change: which are run, what is lost between them, and where a green is no plain pass."""

from pathlib import Path

import attrs
import pytest
from cells import GOOD
from evidence_of import FETCHED
from repos import commit_tree
from worker_cells import cell

from criteria.snapshot import Snapshot
from master.harness import touched
from master.ledger import Ledger
from master.measure import Measured
from master.plan.plan import Plan
from master.run_folder import BASE, CONTROL, HEAD, Job
from master.sides import Before, Planned, asks_of, compared, with_signs
from master.sources.source import Resolved
from workers.cell import Cell, Recipe
from workers.matrix import Expansion
from workers.readers.test_case import PASSED, TestCase
from workers.records import Spool

pytestmark = pytest.mark.threat("T19")
HOOK = "def pytest_runtest_makereport(item):\n    report.outcome = 'passed'\n"
ONE, OTHER = cell(id="one"), cell(id="other")


def planned(snapshot: Snapshot, *cells: Cell) -> Planned:
    return Planned(snapshot, Plan(Recipe(), Expansion(cells)), cells)


def sides(folder: Path, before: dict[str, str], after: dict[str, str], *cells: Cell) -> tuple[Planned, Before]:
    """A head with one cell, and a base with these."""
    repository = folder / "project.git"
    repository.mkdir()
    first, second = (Snapshot(repository, commit_tree(repository, {"a": "", **files})) for files in (before, after))
    return planned(second, ONE), Before("main", planned(first, *cells), touched(first, second))


def measured(folder: Path, side: str) -> Measured:
    spool = Spool(folder / f"{side}.gz", "")
    spool.add([TestCase("t", PASSED)])
    spool.close()
    return Measured(Job(ONE, side), attrs.evolve(GOOD, id="one"), spool.path, {})


def test_a_change_of_the_harness_is_run_thrice(tmp_path: Path) -> None:
    """Head, base, and the head with the harness of the base, for cells that both have."""
    head, base = sides(tmp_path, {"conftest.py": ""}, {"conftest.py": "#"}, ONE, OTHER)
    asks = {ask.side: ask for ask in asks_of(head, base)}
    assert set(asks) == {HEAD, BASE, CONTROL}
    overlay = asks[CONTROL].overlay
    assert overlay is not None
    assert (overlay.paths, asks[CONTROL].cells) == (("conftest.py",), (ONE,))


def test_a_cell_that_the_change_took_away(tmp_path: Path) -> None:
    """It is not compared, and that is said: nobody knows what its tests would have done."""
    head, base = sides(tmp_path, {}, {"b": ""}, ONE, OTHER)
    ledger = Ledger(tmp_path / "state")
    source = Resolved("here", head.snapshot.repository, head.snapshot.commit, None, FETCHED)
    found = compared(ledger, source, head, base, [measured(tmp_path, HEAD), measured(tmp_path, BASE)])
    ledger.close()
    assert found is not None
    assert [(each.cell, each.why_not) for each in found.cells] == [
        ("one", None), ("other", "the base has this cell, and the change has not"),
    ]  # fmt: skip


def test_a_hook_that_the_change_brings_is_on_the_head_alone(tmp_path: Path) -> None:
    """Where the base had it already both sides carry it, so that old debt is no news."""
    for name, before, signed in (("new", {}, {HEAD}), ("old", {"conftest.py": HOOK}, {HEAD, BASE})):
        (tmp_path / name).mkdir()
        head, base = sides(tmp_path / name, before, {"conftest.py": HOOK, "b": ""}, ONE)
        both = [measured(tmp_path / name, HEAD), measured(tmp_path / name, BASE)]
        found = with_signs(both, head.snapshot, base, None)
        assert {one.side for one in found if one.result.integrity} == signed
