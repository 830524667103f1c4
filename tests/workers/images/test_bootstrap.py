"""A base image from Debian's packages: what is asked of mmdebstrap, and why it cannot be."""

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from workers.errors import ImageError
from workers.images import bootstrap
from workers.images.bootstrap import MIRROR_VARIABLE, Bootstrap
from workers.images.contents import Contents
from workers.images.recipe import recipes

RECIPE = next(iter(recipes().values()))


@pytest.fixture
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap, "host_arch", lambda: "amd64")
    monkeypatch.setattr(bootstrap, "emulator_registered", lambda arch: arch == "arm64")


def answering(monkeypatch: pytest.MonkeyPatch, code: int = 0, stderr: str = "") -> list[list[str]]:
    lines: list[list[str]] = []

    def run(line: list[str], **_: Any) -> "subprocess.CompletedProcess[str]":
        lines.append(line)
        return subprocess.CompletedProcess(line, code, "", stderr)

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    return lines


def test_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not installed: how to install it. No right to use it: which one is missing. Otherwise none."""
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    assert Bootstrap().refusal() == "mmdebstrap is not installed (Debian: apt-get install mmdebstrap)"
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name if name == "mmdebstrap" else None)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    assert "needs root or unprivileged user namespaces" in str(Bootstrap().refusal())
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name)
    answering(monkeypatch, 1)
    assert "needs root or unprivileged user namespaces" in str(Bootstrap().refusal())
    answering(monkeypatch, 0)
    assert Bootstrap().refusal() is None
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    answering(monkeypatch, 1)
    assert Bootstrap().refusal() is None


def layer_of(folder: Path, status: bytes) -> Path:
    """A root file system, as mmdebstrap leaves it, with dpkg's status in it."""
    layer = folder / "layer.tar"
    with tarfile.open(layer, "w") as archive:
        for name, content in (("./etc/hostname", b"x"), ("./var/lib/dpkg/status", status)):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return layer


def test_the_command(monkeypatch: pytest.MonkeyPatch, present: None, tmp_path: Path) -> None:
    """Suite, architecture and packages are the recipe's; the mirror is the user's, last, where one is set."""
    monkeypatch.delenv(MIRROR_VARIABLE, raising=False)
    lines, layer = answering(monkeypatch), layer_of(tmp_path, b"")
    Bootstrap().make(RECIPE, "arm64", layer)
    assert lines[0][-2:] == [RECIPE.suite, str(layer)]
    assert {"--architectures=arm64", f"--include={','.join(RECIPE.packages)}"} <= set(lines[0])
    monkeypatch.setenv(MIRROR_VARIABLE, "http://mirror.example/debian")
    Bootstrap().make(RECIPE, "amd64", layer)
    assert lines[1][-1] == "http://mirror.example/debian"


def test_what_is_in_it(monkeypatch: pytest.MonkeyPatch, present: None, tmp_path: Path) -> None:
    """The versions are read from the layer; the archive's date is printed before apt's lists are removed."""
    printed = "assay-release Codename bookworm\nassay-release Date Sat, 05 Sep 2026 09:44:31 UTC\n"
    said = "I: running --customize-hook in shell: sh -c 'sed -n 's/^\\(Codename\\|Date\\): /assay-release \\1 /p'\n"
    lines = answering(monkeypatch, stderr=f"{said}{printed}I: creating tarball...\n")
    status = b"Package: gcc\nStatus: install ok installed\nVersion: 4:12.2.0-3\n\n"
    contents = Bootstrap().make(RECIPE, "amd64", layer_of(tmp_path, status))
    assert contents == Contents(("gcc=4:12.2.0-3",), "bookworm 2026-09-05T09:44:31Z")
    hooks = [word for word in lines[0] if word.startswith("--customize-hook=")]
    assert [number for number, hook in enumerate(hooks) if "assay-release" in hook] < [
        number for number, hook in enumerate(hooks) if "rm -rf" in hook
    ]


@pytest.mark.parametrize("arch", ["riscv64", "arm64"])
def test_without_an_emulator(monkeypatch: pytest.MonkeyPatch, present: None, arch: str) -> None:
    """What this machine cannot run is refused before anything is fetched."""
    monkeypatch.setattr(bootstrap, "emulator_registered", lambda _: False)
    lines = answering(monkeypatch)
    with pytest.raises(ImageError, match=f"no emulator for {arch} is registered"):
        Bootstrap().make(RECIPE, arch, Path("layer.tar"))
    assert lines == []


@pytest.mark.threat("F05")
def test_a_failure_is_told_in_its_own_words(monkeypatch: pytest.MonkeyPatch, present: None) -> None:
    """The errors of mmdebstrap are passed on, and so are a time limit and a program that cannot be started."""
    answering(monkeypatch, 1, "I: fine\nE: cannot find bookworm\n")
    with pytest.raises(ImageError, match="E: cannot find bookworm"):
        Bootstrap().make(RECIPE, "amd64", Path("layer.tar"))
    for fault in (subprocess.TimeoutExpired("mmdebstrap", 5), OSError(28, "No space left on device")):

        def fail(*_: Any, fault: Exception = fault, **__: Any) -> Any:
            raise fault

        monkeypatch.setattr(bootstrap.subprocess, "run", fail)
        with pytest.raises(ImageError, match=r"timed out|No space left"):
            Bootstrap().make(RECIPE, "amd64", Path("layer.tar"))
