"""A base image from Debian's packages alone, by mmdebstrap: for machines without a registry."""

import os
import shutil
import subprocess
from pathlib import Path

from workers.cell import ARCHES
from workers.emulation import emulator_registered, host_arch
from workers.errors import ImageError
from workers.images.contents import RELEASES, Contents, contents_of, status_of_layer
from workers.images.recipe import ImageRecipe
from workers.layout import USER

TIMEOUT_S = 45 * 60  # an emulated bootstrap on a slow machine
MIRROR_VARIABLE = "ASSAY_DEBIAN_MIRROR"


class Bootstrap:
    """mmdebstrap, wrapped thin."""

    def refusal(self) -> str | None:
        """Why it cannot work here; None when it can."""
        if shutil.which("mmdebstrap") is None:
            return "mmdebstrap is not installed (Debian: apt-get install mmdebstrap)"
        if os.geteuid() != 0 and not _user_namespaces():
            return "mmdebstrap needs root or unprivileged user namespaces, and there are neither"
        return None

    def make(self, recipe: ImageRecipe, arch: str, layer: Path) -> Contents:
        """Write the root file system as a tar file; returns what is in it."""
        if arch not in ARCHES or (arch != host_arch() and not emulator_registered(arch)):
            raise ImageError(f"{recipe.name}: no emulator for {arch} is registered here")
        line = self.command(recipe, arch, layer)
        try:
            done = subprocess.run(line, capture_output=True, text=True, errors="replace", timeout=TIMEOUT_S)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ImageError(f"mmdebstrap could not make {recipe.name} for {arch}: {error}") from error
        if done.returncode != 0:
            tail = "; ".join(line for line in done.stderr.splitlines() if line.startswith("E:")) or done.stderr[-300:]
            raise ImageError(f"mmdebstrap could not make {recipe.name} for {arch}: {tail}")
        return contents_of(status_of_layer(layer), done.stderr)  # where what a hook prints goes as well

    def command(self, recipe: ImageRecipe, arch: str, layer: Path) -> list[str]:
        mirror = os.environ.get(MIRROR_VARIABLE)
        return [
            "mmdebstrap",
            "--variant=minbase",
            f"--architectures={arch}",
            f"--include={','.join(recipe.packages)}",
            '--aptopt=APT::Install-Recommends "false"',
            f'--customize-hook=chroot "$1" useradd --uid {USER} --create-home --shell /bin/bash assay',
            f'--customize-hook={RELEASES} "$1"/var/lib/apt/lists/*Release',
            '--customize-hook=rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin',
            recipe.suite,
            str(layer),
            *([mirror] if mirror else []),
        ]


def _user_namespaces() -> bool:
    if shutil.which("unshare") is None:
        return False
    done = subprocess.run(["unshare", "--user", "--map-root-user", "true"], capture_output=True)
    return done.returncode == 0
