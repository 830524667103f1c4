"""Space after a run, and when somebody asks: nothing of a live run goes, and a run never fails for it."""

import math
import os
from pathlib import Path
from typing import Any

import pytest
from docker_script import ScriptedApi, ScriptedClient, api_error

from master import janitor, upkeep
from master.commands import images as command
from master.errors import UsageError
from master.run_folder import RunFolder
from master.state import state_folder
from workers.caches.shelf import CacheShelf
from workers.caches.spec import CacheSpec
from workers.engines.docker import DockerEngine
from workers.engines.engine import Offer
from workers.engines.host import HostEngine
from workers.retention import Keep

NAME = "assay/debian-12:amd64-00000000000000aa"


def kept_cache(age: float) -> CacheShelf:
    """A cache that was last used at that time."""
    shelf = CacheShelf()
    with shelf.incoming() as archive:
        archive.write_bytes(b"x" * 10)
        shelf.publish(CacheSpec("a" * 64, None, 1, "debian-12, main line"), archive)
    (kept,) = (state_folder() / "caches").rglob("*.tar")
    os.utime(kept, (age, age))
    return shelf


def engine(monkeypatch: pytest.MonkeyPatch, **answers: Any) -> tuple[DockerEngine, ScriptedApi]:
    labels = {"assay.image": "debian-12", "assay.base": "debian bookworm"}
    listed = [{"Id": "id", "RepoTags": [NAME], "Labels": labels, "Size": 5}]
    api = ScriptedApi(**{"images": listed, **answers})
    monkeypatch.setattr(DockerEngine, "client", ScriptedClient(api))
    monkeypatch.setattr(DockerEngine, "offer", lambda _: Offer("docker", "container", ("amd64",)))
    return DockerEngine(), api


def test_live_runs(tmp_path: Path) -> None:
    """The beginning of the oldest run that is alive; without one nothing is busy."""
    assert upkeep.busy_since(tmp_path) == upkeep.busy_since(tmp_path / "none") == math.inf
    with janitor.held(RunFolder(tmp_path / "dead")):
        pass
    assert upkeep.busy_since(tmp_path) == math.inf
    with janitor.held(RunFolder(tmp_path / "old")), janitor.held(RunFolder(tmp_path / "new")):
        os.utime(tmp_path / "old" / "lock", (50, 50))
        os.utime(tmp_path / "dead" / "lock", (10, 10))
        assert upkeep.busy_since(tmp_path) == 50


def test_after_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is older than the policy goes and is told; an image seen for the first time stays."""
    shelf, said = kept_cache(5), []
    docker, api = engine(monkeypatch)
    upkeep.after_run(docker, said.append)
    assert shelf.items() == ()
    assert [sentence.partition(",")[0] for sentence in said] == ["removed the build cache aaaaaaaaaaaaaaaa (debian-12"]
    assert "remove_image" not in api.names


@pytest.mark.threat("F05")
def test_a_run_does_not_fail_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that stopped answering at the end of a run keeps its images, and the run its result."""
    docker, _ = engine(monkeypatch, images=api_error(500, "dead"))
    upkeep.after_run(docker, pytest.fail)


def test_engines_without_images() -> None:
    """On the host engine there are only build caches to look after."""
    kept_cache(5)
    upkeep.after_run(HostEngine(), lambda _: None)
    assert CacheShelf().items() == ()


def test_somebody_asks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run tells the same as the real one, and changes nothing."""
    _, api = engine(monkeypatch)
    kept_cache(5)
    assert command.prune(0, 0, dry_run=True) == 0
    assert (len(CacheShelf().items()), "remove_image" in api.names) == (1, False)
    told = capsys.readouterr().err
    assert f"would remove the base image {NAME}" in told
    assert command.prune(0, 0, dry_run=False) == 0
    assert capsys.readouterr().err == told.replace("would remove", "removed").replace("would free", "freed").replace(
        "would stay", "stay"
    )
    assert (CacheShelf().items(), api.of("remove_image")) == ((), [((NAME,), {})])


def test_a_live_run_keeps_what_it_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when everything is to go."""
    docker, api = engine(monkeypatch)
    with janitor.held(RunFolder(state_folder() / "runs" / "now")):
        upkeep.prune(docker, Keep(0, 0), lambda _: None, dry_run=False)
    assert "remove_image" not in api.names


@pytest.mark.parametrize(("days", "gb"), [(-1, 0), (0, -1), (math.nan, 0), (0, math.nan)])
def test_amounts_below_nothing(days: float, gb: float) -> None:
    """Less than nothing can neither be kept nor be old."""
    with pytest.raises(UsageError, match="less than 0"):
        command.prune(days, gb, dry_run=False)


def test_what_is_here_is_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Images that are offered, and beside them the caches by what they are."""
    engine(monkeypatch, inspect_image=api_error(404, "none"))
    monkeypatch.setattr(DockerEngine, "images", lambda _: NoImages())
    kept_cache(5)
    assert command.show() == 0
    told = capsys.readouterr().out
    assert "debian-12, main line" in told
    assert "1970-01-01 00:00" in told


class NoImages:
    """A store that has none."""

    def find(self, *_: object) -> None:
        return None
