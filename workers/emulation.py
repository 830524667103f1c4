"""Which architectures this machine can run: its own, and those qemu answers for through binfmt_misc."""

import platform
from pathlib import Path

from workers.cell import ARCHES, MACHINES

BINFMT = Path("/proc/sys/fs/binfmt_misc")


def host_arch() -> str:
    """Debian's name of this machine's architecture, or what `uname -m` says when we do not know it."""
    machine = platform.machine()
    return next((arch for arch, name in MACHINES.items() if name == machine), machine)


def runnable_arches(binfmt: Path = BINFMT) -> tuple[str, ...]:
    """The architectures whose containers run here; the machine's own comes first."""
    own = host_arch()
    emulated = (arch for arch in ARCHES if arch != own and emulator_registered(arch, binfmt))
    return (own, *emulated)


def emulator_registered(arch: str, binfmt: Path = BINFMT) -> bool:
    """True when the kernel hands such programs to qemu and keeps it open (flag F), so containers need none inside."""
    try:
        text = (binfmt / f"qemu-{MACHINES[arch]}").read_text()
    except OSError:
        return False
    lines = text.splitlines()
    flags = next((line.partition(":")[2] for line in lines if line.startswith("flags")), "")
    return "enabled" in lines and "F" in flags
