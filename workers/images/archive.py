"""An image archive that states its true architecture, which `docker import` of older engines cannot."""

import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any


def write_archive(archive: Path, layer: Path, reference: str, arch: str, labels: dict[str, str]) -> None:
    """A one-layer image in the form that `docker load` and `podman load` read.

    The image's id follows from the layer and the configuration alone: no time, no host.
    """
    configuration: dict[str, Any] = {
        "architecture": arch,
        "os": "linux",
        "config": {"Labels": labels, "Cmd": ["bash"], "Env": ["PATH=/usr/local/bin:/usr/bin:/bin"]},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{_sha256(layer)}"]},
        "history": [{"created_by": f"assay images build ({labels.get('assay.base', '')})"}],
    }
    content = json.dumps(configuration, sort_keys=True).encode()
    name = hashlib.sha256(content).hexdigest() + ".json"
    manifest = json.dumps([{"Config": name, "RepoTags": [reference], "Layers": ["layer.tar"]}]).encode()
    with tarfile.open(archive, "w") as tar:
        _add(tar, name, content)
        with layer.open("rb") as file:
            info = tarfile.TarInfo("layer.tar")
            info.size = layer.stat().st_size
            tar.addfile(info, file)
        _add(tar, "manifest.json", manifest)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
