"""What rootless runc is told of one command: its own user, its own namespaces, a read-only tree, no privileges.

The root of the tree is the user's own, so runc must be root inside; the command is made another user by one more
namespace within. Plain data; tests hold that nothing of a repository reaches it but the command itself.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from workers import layout
from workers.cell import Limits
from workers.engines.shell import BASH, command_line
from workers.sandbox import CEILING, OPEN_FILES, TMP_MB

_FIRST = 'exec 3>&2 2>/dev/null; "$@" 2>&3 3>&-; exit $?'
_USER = ("/usr/bin/unshare", "--user", f"--map-user={layout.USER}", f"--map-group={layout.USER}", "--")
_NETWORK_FILES = ("/etc/resolv.conf", "/etc/hosts")
_NAMESPACES = ("pid", "ipc", "uts", "mount", "user")
_MASKED = ("acpi", "asound", "kcore", "keys", "latency_stats", "sched_debug", "scsi", "timer_list", "timer_stats")
_READ_ONLY = ("bus", "fs", "irq", "sys", "sysrq-trigger")


@attrs.frozen
class Tree:
    """A system that commands run in: the folder of its root, and folders of the machine shown in it, read-only."""

    root: Path
    shown: tuple[str, ...] = ()


def bundle(
    tree: Tree, work: Path, command: str, environment: Mapping[str, str], limits: Limits, *, network: bool
) -> dict[str, Any]:
    """The `config.json` of an OCI bundle. `work` is the folder of the machine that is the cell's work directory."""
    shown = [_shown(path) for path in tree.shown]
    if network:
        shown += [_shown(path) for path in _NETWORK_FILES if Path(path).exists()]
    return {
        "ociVersion": "1.0.2",
        "process": _process(command, environment, limits),
        "root": {"path": str(tree.root), "readonly": True},
        "hostname": "cell",
        "mounts": [*_own_mounts(), *shown, _mount(layout.WORK, "none", str(work), "bind", "nosuid", "nodev", "rw")],
        "linux": {
            "uidMappings": [{"containerID": 0, "hostID": os.geteuid(), "size": 1}],
            "gidMappings": [{"containerID": 0, "hostID": os.getegid(), "size": 1}],
            "namespaces": [{"type": kind} for kind in (*_NAMESPACES, *(() if network else ("network",)))],
            "maskedPaths": [f"/proc/{name}" for name in _MASKED],
            "readonlyPaths": [f"/proc/{name}" for name in _READ_ONLY],
        },
    }


def _process(command: str, environment: Mapping[str, str], limits: Limits) -> dict[str, Any]:
    pids = max(16, min(limits.pids, CEILING.pids))
    return {
        "terminal": False,
        "user": {"uid": 0, "gid": 0},
        "args": [BASH, "-c", _FIRST, "first", *_USER, *command_line(command, environment)],
        "env": ["PATH=/usr/bin:/bin"],
        "cwd": layout.WORK,
        # The one that may say whom root of this namespace is in the next; the command itself has none.
        "capabilities": {kind: ["CAP_SETFCAP"] for kind in ("bounding", "effective", "permitted")},
        "noNewPrivileges": True,
        "oomScoreAdj": 500,  # the machine's own processes live longer than a cell
        "rlimits": [_limit("RLIMIT_CORE", 0), _limit("RLIMIT_NOFILE", OPEN_FILES), _limit("RLIMIT_NPROC", pids)],
    }


def _own_mounts() -> list[dict[str, Any]]:
    guarded = ("nosuid", "noexec", "nodev")
    return [
        _mount("/proc", "proc", "proc", *guarded),
        _mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        _mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"),
        _mount("/dev/shm", "tmpfs", "shm", *guarded, "mode=1777", "size=64m"),  # noqa: S108  (inside)
        _mount("/dev/mqueue", "mqueue", "mqueue", *guarded),
        _mount("/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777", f"size={TMP_MB}m"),  # noqa: S108  (inside)
    ]


def _shown(path: str) -> dict[str, Any]:
    return _mount(path, "none", path, "bind", "nosuid", "nodev", "ro")


def _mount(inside: str, kind: str, source: str, *options: str) -> dict[str, Any]:
    return {"destination": inside, "type": kind, "source": source, "options": list(options)}


def _limit(kind: str, value: int) -> dict[str, Any]:
    return {"type": kind, "soft": value, "hard": value}
