"""A stored request becomes one build, whatever happened before, and only its own."""

import pytest

from master.schedulers import ASSESS, Intake, _mark_scheduled, _planned, cell_builder, schedulers
from master.settings import MasterSettings
from master.state import request_store
from master.store import DONE, PLANNED, SCHEDULED
from workers.cell import ARCHES

SETTINGS = MasterSettings("run-7", "/f", "/f/s", "/f/p", None, 1, "docker", "python3")


@pytest.mark.threat("F01")
def test_a_planned_request_is_scheduled_once() -> None:
    """Planned and not scheduled: it is found. Scheduled, finished or not planned: it is not."""
    with request_store() as store:
        request = store.add("a", "cli", "local")
    assert _planned(request.id) is None
    with request_store() as store:
        store.change(request.id, PLANNED, commit="c" * 40)
    found = _planned(request.id)
    assert found is not None
    assert (found.id, found.commit) == (request.id, "c" * 40)
    _mark_scheduled(request.id)
    assert _planned(request.id) is None
    with request_store() as store:
        assert store.get(request.id).state == SCHEDULED  # type: ignore[union-attr]
        store.change(request.id, DONE)
    assert _planned(request.id) is None
    assert _planned("unknown") is None


def test_one_trigger_per_architecture() -> None:
    """The intake starts the request's builder; each architecture has a trigger of its builder's name."""
    intake, *triggers = schedulers(SETTINGS)
    assert isinstance(intake, Intake)
    assert intake.builderNames == [ASSESS]
    assert [(each.name, each.builderNames) for each in triggers] == [
        (cell_builder(arch), [cell_builder(arch)]) for arch in ARCHES
    ]
