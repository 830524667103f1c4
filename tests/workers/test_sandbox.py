"""The options of a cell's container cannot be weakened by anything."""

import attrs
import docker
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers import sandbox
from workers.cell import Limits

numbers = st.one_of(st.integers(), st.integers(min_value=0, max_value=10**6))
limits = st.builds(
    Limits,
    memory_mb=numbers,
    disk_mb=numbers,
    pids=numbers,
    build_minutes=st.floats(min_value=0, max_value=10**6),
    test_minutes=st.floats(min_value=0, max_value=10**6),
)
FORBIDDEN = (
    "devices",
    "device_cgroup_rules",
    "binds",
    "cap_add",
    "pid_mode",
    "userns_mode",
    "uts_mode",
    "volumes_from",
)


@pytest.mark.threat("T01", "T02", "T25", "T27")
@given(limits, st.booleans())
def test_no_limits_can_weaken_the_sandbox(asked: Limits, network: bool) -> None:
    """Whatever the numbers are, every wall stands and every limit is finite."""
    options = sandbox.host_options(asked, network=network)
    assert options["privileged"] is False
    assert options["cap_drop"] == ["ALL"]
    assert options["security_opt"] == ["no-new-privileges:true"]
    assert options["read_only"] is True
    assert options["network_mode"] == ("bridge" if network else "none")
    assert options["ipc_mode"] == "private"
    assert 0 < options["mem_limit"] == options["memswap_limit"] <= sandbox.CEILING.memory_mb * sandbox.MB
    assert 0 < options["pids_limit"] <= sandbox.CEILING.pids
    assert not set(options) & set(FORBIDDEN)


@pytest.mark.threat("T25")
@given(limits, st.booleans())
def test_the_engine_is_asked_for_exactly_these_walls(asked: Limits, network: bool) -> None:
    """What reaches the engine's API has no socket, no host path, no namespace of the host."""
    config = docker.APIClient(base_url="tcp://127.0.0.1:1", version="1.41").create_host_config(
        **sandbox.host_options(asked, network=network), mounts=[sandbox.work_mount(asked)]
    )
    text = str(config)
    assert "docker.sock" not in text
    assert "host" not in str([value for key, value in config.items() if key.endswith("Mode")])
    assert config["CapDrop"] == ["ALL"]
    assert config["ReadonlyRootfs"] is True
    assert not config.get("Binds")
    assert not config.get("Privileged")
    assert [mount["Type"] for mount in config["Mounts"]] == ["volume"]


@pytest.mark.threat("T03")
@given(limits)
def test_the_work_directory_is_a_tmpfs_of_fixed_size(asked: Limits) -> None:
    """Bytes and inodes of the work directory are bounded, and it is no path of the host."""
    mount = sandbox.work_mount(asked)
    options = mount["VolumeOptions"]["DriverConfig"]["Options"]
    assert options["type"] == "tmpfs"
    assert mount.get("Source") is None
    said = dict(part.partition("=")[::2] for part in options["o"].split(","))
    size = int(said["size"].removesuffix("m"))
    assert sandbox.FLOOR_MB <= size <= sandbox.CEILING.disk_mb
    assert int(said["nr_inodes"]) == size * sandbox.INODES_PER_MB
    assert {"nosuid", "nodev"} <= set(said)


@pytest.mark.threat("T24")
def test_nothing_of_ours_is_in_a_cells_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret in our environment never becomes one of a cell."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    assert "canary-7f3a" not in str(sandbox.environment())


def test_every_limit_is_bounded_by_a_ceiling() -> None:
    """A new limit cannot be forgotten: each field of Limits has a ceiling above its default."""
    for field in attrs.fields(Limits):
        assert getattr(sandbox.CEILING, field.name) >= getattr(Limits(), field.name)


@pytest.mark.threat("T01", "T02", "T03", "T25", "T27")
@given(limits, st.booleans())
def test_podman_has_the_same_walls(asked: Limits, network: bool) -> None:
    """Whatever the numbers are; and every folder that can be written has a size."""
    options = sandbox.podman_options(asked, "volume", network=network)
    same = (
        "privileged",
        "cap_drop",
        "security_opt",
        "read_only",
        "ipc_mode",
        "mem_limit",
        "memswap_limit",
        "pids_limit",
    )
    docker_has = sandbox.host_options(asked, network=network)
    assert {name: options[name] for name in same} == {name: docker_has[name] for name in same}
    assert options["network_mode"] == ("default" if network else "none")
    assert not set(options) & set(FORBIDDEN)
    assert all("size=" in told for told in options["tmpfs"].values())
    (mount,) = options["mounts"]
    assert (mount["Type"], mount["Source"], mount["Target"]) == ("volume", "volume", sandbox.WORK)
    told = dict(part.split("=") for part in sandbox.work_volume(asked)["o"].split(",") if "=" in part)
    assert 0 < int(told["nr_blocks"]) * 4096 <= sandbox.CEILING.disk_mb * sandbox.MB * 16
    assert int(told["nr_inodes"]) > 0


@pytest.mark.threat("T01")
@given(limits)
def test_podman_bounds_processes_by_the_shell(asked: Limits) -> None:
    """Whatever a recipe says, the bound is a number within ours."""
    words = sandbox.podman_first(asked).replace(";", "").split()
    assert 64 <= int(words[words.index("-u") + 1]) <= 4 * sandbox.CEILING.pids
    assert sandbox.podman_main(asked)[:2] == ["/bin/bash", "-c"]
