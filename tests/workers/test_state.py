"""Where the state of a machine is."""

from pathlib import Path

import pytest

from workers.state import state_folder


def test_what_is_said_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ASSAY_STATE` as it is; else a folder in the one of the desktop's rules; else the usual one at home."""
    monkeypatch.setenv("ASSAY_STATE", "/srv/assay")
    assert state_folder() == Path("/srv/assay")
    monkeypatch.delenv("ASSAY_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", "/srv/state")
    assert state_folder() == Path("/srv/state/assay")
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "/home/ada")
    assert state_folder() == Path("/home/ada/.local/state/assay")
