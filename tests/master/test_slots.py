"""The worker processes of a run: started anew when they die or never come, given up when that helps nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from master.errors import MeasureError
from master.slots import ATTACH_S, RETURN_S, VAIN_STARTS, Slots


class FakeProcess:
    """A process that lives until it dies or is killed."""

    def __init__(self) -> None:
        self.code: int | None = None

    def poll(self) -> int | None:
        return self.code

    def kill(self) -> None:
        self.code = -9


class Machine:
    """Two slots on a machine whose clock we set."""

    def __init__(self) -> None:
        self.time = 0.0
        self.started: list[str] = []
        self.slots = Slots(["a", "b"], self._start, lambda name: f"last words of {name}", lambda: self.time)
        self.slots.start_all()

    def _start(self, name: str) -> FakeProcess:
        self.started.append(name)
        return FakeProcess()

    def hear(self, event: str, worker: str, **more: object) -> None:
        self.slots.hear({"event": event, "worker": worker, **more})

    def process(self, name: str) -> FakeProcess:
        found = self.slots.processes[name]
        assert isinstance(found, FakeProcess)
        return found

    def dies(self, name: str) -> None:
        self.process(name).code = -9
        self.slots.watch()


@pytest.fixture
def machine() -> Machine:
    made = Machine()
    for name in "ab":
        made.hear("attached", name)
    return made


@pytest.mark.threat("F02", "F20")
def test_a_worker_that_dies_takes_no_neighbour_along(machine: Machine) -> None:
    """Its own slot is started anew; the other one keeps its process."""
    neighbour = machine.process("b")
    machine.dies("a")
    assert machine.started == ["a", "b", "a"]
    assert machine.process("b") is neighbour
    assert machine.process("a").poll() is None


@pytest.mark.threat("F20")
def test_a_slot_outlives_any_number_of_poison_cells(machine: Machine) -> None:
    """As long as each worker comes to run a cell, its slot is started anew: the cell is given up, not the slot."""
    for number in range(50):
        machine.hear("attached", "a")
        machine.hear("started", "a", number=number)
        machine.dies("a")
    assert machine.started.count("a") == 51


@pytest.mark.threat("F06")
def test_a_worker_that_never_attaches(machine: Machine) -> None:
    """It is killed and started anew; after a few times in vain its slot is given up, and the other goes on."""
    machine.dies("a")  # the second start
    for _ in range(VAIN_STARTS):
        before = machine.process("a")
        machine.time += ATTACH_S + 1
        machine.slots.watch()
        assert before.poll() == -9
    assert machine.started.count("a") == VAIN_STARTS
    machine.dies("b")
    assert machine.started[-1] == "b"


@pytest.mark.threat("F06")
def test_when_no_slot_is_left(machine: Machine) -> None:
    """It is said with the last words of a worker; nothing is started any more."""
    with pytest.raises(MeasureError, match=r"the worker a was started 3 times in vain; .* last words of a"):
        for _ in range(10):
            machine.time += ATTACH_S + 1
            for name in "ab":
                machine.process(name).code = 1
            machine.slots.watch()
    assert machine.started.count("a") == machine.started.count("b") == VAIN_STARTS


@pytest.mark.threat("F02", "F04")
def test_a_connection_that_was_lost_may_come_back(machine: Machine) -> None:
    """A worker that reconnects in time is left alone; one that does not is killed, for it would hear nothing else."""
    for returns in (True, False):
        machine.hear("lost", "a")
        machine.time += RETURN_S - 1
        machine.slots.watch()
        if returns:
            machine.hear("attached", "a")
        stopped = machine.process("a")
        machine.time += 2
        machine.slots.watch()
        assert (stopped.poll() is None) is returns


def test_a_worker_that_is_attached_is_left_alone(machine: Machine) -> None:
    """However long it has nothing to do."""
    machine.time += 10**6
    machine.slots.watch()
    assert machine.started == ["a", "b"]


def test_what_is_said_of_strangers_changes_nothing(machine: Machine) -> None:
    """Events of cells without a worker, and of workers that are not ours."""
    for event in ({"event": "phase", "number": 0}, {"event": "lost", "worker": "c"}, {"event": "lost"}):
        machine.slots.hear(event)
    machine.time += 10**6
    machine.slots.watch()
    assert machine.started == ["a", "b"]


steps = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["dies", "attached", "lost", "started", "wait"])))


@pytest.mark.threat("F06", "F20")
@given(steps)
def test_starts_are_bounded_by_cells_that_ran(history: list[tuple[str, str]]) -> None:
    """Whatever happens: a slot is started at most `VAIN_STARTS` times for each time that it ran a cell, and before."""
    machine = Machine()
    ran = {"a": 0, "b": 0}
    for name, what in history:
        if what == "wait":
            machine.time += ATTACH_S
        elif what == "dies":
            machine.process(name).code = 1
        else:
            machine.hear(what, name)
            ran[name] += what == "started"
        try:
            machine.slots.watch()
        except MeasureError:
            break
    for name, times in ran.items():
        assert 1 <= machine.started.count(name) <= VAIN_STARTS * (times + 1)
