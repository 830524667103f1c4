"""Buildbot's configuration: what it says by default is not what it says here."""

from pathlib import Path
from typing import Any

import attrs
import pytest
from buildbot.worker.local import LocalWorker

from master.assemble import CONTROL, LOG_LIMIT, build
from master.attempts import next_worker
from master.schedulers import ASSESS, cell_builder
from master.settings import MasterSettings, load, save, worker_names
from master.watched_worker import WatchedWorker
from workers.cell import ARCHES


@pytest.fixture
def settings(tmp_path: Path) -> MasterSettings:
    (tmp_path / "password").write_text("canary-7f3a")
    socket, password = str(tmp_path / "worker.sock"), str(tmp_path / "password")
    return MasterSettings("run-7", str(tmp_path), socket, password, 8010, 2, "docker", "python3")


@pytest.fixture
def configuration(settings: MasterSettings) -> dict[str, Any]:
    return build(settings)


@pytest.mark.threat("T37")
def test_nothing_is_reported_home(configuration: dict[str, Any]) -> None:
    """Usage data is off, and there is neither a manhole nor a scheduler for patches."""
    assert configuration["buildbotNetUsageData"] is None
    assert "manhole" not in configuration
    assert not any("try" in type(each).__name__.lower() for each in configuration["schedulers"])


def test_no_request_is_skipped(configuration: dict[str, Any]) -> None:
    """Requests are never collapsed."""
    assert configuration["collapseRequests"] is False


@pytest.mark.threat("T04", "F18")
def test_logs_are_capped(configuration: dict[str, Any]) -> None:
    """Logs live in the database; both their ends are bounded."""
    assert 0 < configuration["logMaxTailSize"] < configuration["logMaxSize"] <= LOG_LIMIT


@pytest.mark.threat("T24")
def test_the_masters_own_worker_never_sees_a_cell(configuration: dict[str, Any], settings: MasterSettings) -> None:
    """The worker inside the master serves the builder of requests alone; cells have workers of their own."""
    by_name = {builder.name: builder for builder in configuration["builders"]}
    local = [each.name for each in configuration["workers"] if isinstance(each, LocalWorker)]
    assert local == [CONTROL]
    assert by_name[ASSESS].workernames == [CONTROL]
    for arch in ARCHES:
        assert by_name[cell_builder(arch)].workernames == worker_names(settings.slots)
    assert not set(local) & set(worker_names(settings.slots))


@pytest.mark.threat("F02")
def test_a_lost_worker_is_noticed(configuration: dict[str, Any], settings: MasterSettings) -> None:
    """Workers are asked for a sign of life every minute, and each runs one build at a time."""
    workers = [each for each in configuration["workers"] if isinstance(each, WatchedWorker)]
    assert [each.name for each in workers] == worker_names(settings.slots)
    for each in workers:
        said = each._config_kwargs
        assert (said["pulse_s"], said["max_builds"], said["run_folder"]) == (60, 1, settings.folder)


@pytest.mark.threat("F07")
def test_a_cell_is_tried_where_it_was_not_lost(configuration: dict[str, Any]) -> None:
    """Builders of cells choose their worker by what became of the cell before."""
    cells = [builder for builder in configuration["builders"] if builder.name != ASSESS]
    assert {builder.nextWorker for builder in cells} == {next_worker}


@pytest.mark.threat("T36")
def test_no_control_endpoint_is_open(configuration: dict[str, Any]) -> None:
    """Every control endpoint is matched by a rule that nobody's role satisfies; no other origin is allowed."""
    web = configuration["www"]
    (rule,) = web["authz"].allowRules
    assert type(rule).__name__ == "AnyControlEndpointMatcher"
    assert rule.defaultDeny
    assert web["authz"].roleMatchers == []
    assert rule.role == "nobody"
    assert web["allowed_origins"] == []


@pytest.mark.threat("T34", "T36")
def test_nothing_listens_to_other_machines(configuration: dict[str, Any], settings: MasterSettings) -> None:
    """Workers connect over a socket of the user's own, the web is on this machine alone, and may be left out."""
    assert configuration["protocols"]["pb"]["port"] == f"unix:{settings.socket}:mode=600"
    assert configuration["www"]["port"].endswith(":interface=127.0.0.1")
    assert build(attrs.evolve(settings, www_port=None))["www"] == {}


def test_settings_survive_their_journey(settings: MasterSettings, tmp_path: Path) -> None:
    """What is saved is what the master reads, and the password's value is not among it."""
    save(settings, tmp_path)
    assert load(str(tmp_path)) == settings
    assert "canary-7f3a" not in (tmp_path / "settings.json").read_text()
