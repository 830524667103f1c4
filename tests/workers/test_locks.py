"""A lock has one holder at a time, and one that died holds nothing."""

import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest

from workers.locks import locked, locked_if_free


def test_one_holder(tmp_path: Path) -> None:
    """While it is held nobody else gets it; afterwards the next one does."""
    path = tmp_path / "deep" / "lock"
    with locked(path), locked_if_free(path) as free:
        assert not free
    with locked_if_free(path) as free:
        assert free


def test_whoever_waits_says_so_and_gets_it(tmp_path: Path) -> None:
    """`on_wait` is called once, by the one who waits, and the lock comes when the holder lets go."""
    path, waits, order = tmp_path / "lock", threading.Event(), []

    def second() -> None:
        with locked(path, waits.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with locked(path, lambda: order.append("nobody is waited for")):
        thread.start()
        assert waits.wait(60)
        order.append("first")
    thread.join(60)
    assert order == ["first", "second"]


def _hold(path: Path, held: "multiprocessing.synchronize.Event") -> None:
    with locked(path):
        held.set()
        signal.pause()


@pytest.mark.threat("F16")
def test_a_holder_that_died_holds_nothing(tmp_path: Path) -> None:
    """Killed without a word, a process leaves no lock behind."""
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    process = context.Process(target=_hold, args=(tmp_path / "lock", held))
    process.start()
    assert held.wait(60)
    with locked_if_free(tmp_path / "lock") as free:
        assert not free
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    with locked_if_free(tmp_path / "lock") as free:
        assert free


def test_a_lock_whose_file_was_removed_is_another_lock(tmp_path: Path) -> None:
    """Who waited for a file that its holder removed takes the new one, so that two never hold "the" lock."""
    path, waits, got = tmp_path / "lock", threading.Event(), threading.Event()
    done = threading.Event()

    def second() -> None:
        with locked(path, waits.set):
            got.set()
            done.wait(60)

    thread = threading.Thread(target=second)
    with locked(path):
        thread.start()
        assert waits.wait(60)
        path.unlink()
    assert got.wait(60)
    with locked_if_free(path) as free:
        assert not free
    done.set()
    thread.join(60)
