"""The only place where the options of a cell's container are made (T01-T04, T25, T27).

Nothing a repository or a user writes reaches these options but the numbers in
`Limits`, and those are bounded here once more. A property test holds this.
"""

import os
from typing import Any

from docker.types import DriverConfig, LogConfig, Mount, Ulimit

from workers.cell import Cell, Limits
from workers.layout import USER, WORK

MB = 2**20
# No project can ask for more than this, whatever the policy of the machine says.
CEILING = Limits(
    memory_mb=262_144, disk_mb=131_072, pids=32_768, build_minutes=1440, test_minutes=1440, silence_minutes=720
)
FLOOR_MB = 64
TMP_MB = 512
INODES_PER_MB = 256
OPEN_FILES = 8192
OWN_WORK_S = 3600  # at most, for unpacking, the virtual environment and the reports, also when emulated


def host_options(limits: Limits, *, network: bool) -> dict[str, Any]:
    """Keyword arguments of Docker's `create_host_config` for a cell.

    `network`: True only while building. The work directory is not among them: the
    first container of a cell makes it (`work_mount`), the second one shares it.
    """
    memory = _bounded(limits.memory_mb, CEILING.memory_mb) * MB
    return {
        "network_mode": "bridge" if network else "none",
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "read_only": True,
        "tmpfs": {"/tmp": f"rw,nosuid,nodev,exec,mode=1777,size={TMP_MB}m"},  # noqa: S108  (inside the container)
        "mem_limit": memory,
        "memswap_limit": memory,  # equal: no swap on top
        "pids_limit": max(16, min(limits.pids, CEILING.pids)),
        "oom_score_adj": 500,  # the host's own processes live longer than a cell
        "ipc_mode": "private",
        "init": True,  # reaps what the tests leave behind
        "auto_remove": True,  # also when we are gone
        "privileged": False,
        "ulimits": [Ulimit(name="core", soft=0, hard=0), Ulimit(name="nofile", soft=OPEN_FILES, hard=OPEN_FILES)],
        "log_config": LogConfig(type="none"),
    }


def podman_options(limits: Limits, volume: str, *, network: bool) -> dict[str, Any]:
    """The same for podman, whose Docker API differs where it is silent: `volume` holds the work directory.

    It takes `ulimits` and drops them (`podman_first` sets them), wants a program for `init` that is often not
    installed, and adds writable folders without a limit to a read-only system.
    """
    options = host_options(limits, network=network)
    del options["init"], options["ulimits"]
    if network:
        options["network_mode"] = "default"  # whatever it uses without privileges: slirp4netns or pasta
    options["tmpfs"] |= {"/var/tmp": "rw,nosuid,nodev,mode=1777,size=64m", "/run": "rw,nosuid,nodev,size=1m"}  # noqa: S108
    options["mounts"] = [Mount(target=WORK, source=volume, type="volume", no_copy=True)]
    return options


def podman_first(limits: Limits) -> str:
    """Shell commands that come before each command of a cell, and cannot be taken back by it.

    Without cgroups nobody else bounds processes. The kernel counts those of all cells of the user together, so the
    bound is wide: it saves the machine, and keeps nothing from a cell beside others.
    """
    pids = 4 * max(16, min(limits.pids, CEILING.pids))
    return f"ulimit -c 0; ulimit -n {OPEN_FILES}; ulimit -u {pids} 2>/dev/null; "


def podman_main(limits: Limits) -> list[str]:
    """The first process of a container: sleeps, and meanwhile reaps what the tests leave behind."""
    return ["/bin/bash", "-c", f"sleep {lifetime_s(limits)} & wait"]


def work_volume(limits: Limits) -> dict[str, str]:
    """Options of a named volume that is a tmpfs of fixed size (T03). Podman keeps `size` for another purpose."""
    size = _bounded(limits.disk_mb, CEILING.disk_mb)
    blocks = size * MB // os.sysconf("SC_PAGE_SIZE")
    options = f"nr_blocks={blocks},nr_inodes={size * INODES_PER_MB},uid={USER},gid={USER},mode=0755,nosuid,nodev"
    return {"type": "tmpfs", "device": "tmpfs", "o": options}


def work_mount(limits: Limits) -> Mount:
    """The work directory: an anonymous tmpfs volume of fixed size, so that a full disk is the cell's alone (T03)."""
    size = _bounded(limits.disk_mb, CEILING.disk_mb)
    options = f"size={size}m,nr_inodes={size * INODES_PER_MB},uid={USER},gid={USER},mode=0755,nosuid,nodev"
    driver = DriverConfig("local", {"type": "tmpfs", "device": "tmpfs", "o": options})
    return Mount(target=WORK, source=None, type="volume", driver_config=driver, no_copy=True)


def lifetime_s(limits: Limits) -> int:
    """After this time the container ends by itself, whatever became of us; seconds."""
    return int((limits.build_minutes + limits.test_minutes) * 60) + OWN_WORK_S


def environment(work: str = WORK, cell: Cell | None = None) -> dict[str, str]:
    """What every command of a cell finds in its environment; nothing of ours is inherited (T24)."""
    seed = cell.seed if cell is not None else 0
    axes = cell.axes if cell is not None else {}
    return {
        "HOME": f"{work}/home",
        "USER": "assay",
        "LOGNAME": "assay",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "CI": "true",
        "VIRTUAL_ENV": f"{work}/venv",
        "PATH": f"{work}/venv/bin:/usr/local/bin:/usr/bin:/bin",
        "PYTHONHASHSEED": str(seed),
        "ASSAY_SEED": str(seed),
        "ASSAY_TOOLS": f"{work}/tools",
        **{f"ASSAY_AXIS_{name.upper()}": value for name, value in sorted(axes.items())},
        "PYTHONDONTWRITEBYTECODE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_PROGRESS_BAR": "off",
        "ASSAY_RESULTS": f"{work}/results",
        "PYTEST_ADDOPTS": pytest_options(work),
    }


def pytest_options(work: str = WORK, command: int = 1) -> str:
    """Asks pytest for JUnit; every test command has a file of its own."""
    return f"--junitxml={work}/results/{junit_name(command)} -o junit_logging=no"


def junit_name(command: int) -> str:
    return "junit.xml" if command == 1 else f"junit-{command}.xml"


def _bounded(value: int, ceiling: int) -> int:
    return max(FLOOR_MB, min(int(value), ceiling))
