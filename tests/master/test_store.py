"""Requests are durable, and several processes share them."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from master.state import request_store, state_folder
from master.store import DONE, FAILED, INTERRUPTED, PLANNED, SCHEDULED, STORED, Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state/requests.sqlite"


@pytest.mark.threat("F01")
def test_a_request_survives(path: Path) -> None:
    """What was stored is there for whoever opens the file next, as it was."""
    store = Store(path)
    request = store.add("https://one.example/a.git", "cli", "local")
    store.close()
    again = Store(path)
    assert again.get(request.id) == request
    assert (request.state, request.commit, request.finished) == (STORED, None, None)
    assert datetime.fromisoformat(request.created).tzinfo == UTC
    again.close()


def test_the_states(path: Path) -> None:
    """A request is in one state; only the last ones have an end; the commit stays once it is known."""
    store = Store(path)
    for last in (DONE, FAILED, INTERRUPTED):
        id_ = store.add("a", "cli", "local").id
        store.change(id_, PLANNED, commit="c" * 40)
        store.change(id_, SCHEDULED)
        found = store.get(id_)
        assert found is not None
        assert (found.state, found.commit, found.finished) == (SCHEDULED, "c" * 40, None)
        store.change(id_, last)
        found = store.get(id_)
        assert found is not None
        assert found.finished
        assert [request.id for request in store.in_state(last)] == [id_]
    assert store.in_state(STORED) == []
    store.close()


def test_what_is_not_there(path: Path) -> None:
    """An unknown request is none, and a change of it changes nothing."""
    store = Store(path)
    store.change("unknown", DONE)
    assert store.get("unknown") is None
    store.close()


def test_threads_share_one_store(path: Path) -> None:
    """Many at once lose nothing."""
    store = Store(path)
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda number: store.add(f"source-{number}", "cli", "local").id, range(40)))
    assert {request.id for request in store.in_state(STORED)} == set(ids)
    store.close()


@pytest.mark.threat("F08")
def test_processes_share_one_file(path: Path) -> None:
    """Several that start at the same moment, on a file that is not there yet, all get their requests in."""
    script = (
        "import sys; from pathlib import Path; from master.store import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for number in range(10): store.add('a', 'cli', 'local')\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-P", "-c", script, str(path)], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in started:
        assert process.communicate()[1] == ""
        assert process.returncode == 0
    store = Store(path)
    assert len(store.in_state(STORED)) == 40
    store.close()


def test_where_the_state_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Assay's own variable wins over the user's state directory, and that over the home's."""
    monkeypatch.setenv("ASSAY_STATE", str(tmp_path / "own"))
    assert state_folder() == tmp_path / "own"
    monkeypatch.delenv("ASSAY_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_folder() == tmp_path / "assay"
    with request_store() as store:
        store.add("a", "cli", "local")
    assert (tmp_path / "assay/requests.sqlite").is_file()
    monkeypatch.setenv("XDG_STATE_HOME", "")
    assert state_folder() == Path.home() / ".local/state/assay"
