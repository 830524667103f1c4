"""The archive of an image: in the form engines load, with its true architecture, and the same every time."""

import hashlib
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from workers.images.archive import write_archive

REFERENCE = "assay/debian-12:arm64-0123456789abcdef"
LABELS = {"assay.arch": "arm64", "assay.base": "debian bookworm by mmdebstrap"}


def written(folder: Path, content: bytes = b"layer") -> Path:
    layer = folder / "layer.tar"
    layer.write_bytes(content)
    write_archive(folder / "image.tar", layer, REFERENCE, "arm64", LABELS)
    return folder / "image.tar"


def read(archive: Path) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    with tarfile.open(archive) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}  # type: ignore[union-attr]
    return json.loads(files["manifest.json"]), files


def test_it_can_be_loaded(tmp_path: Path) -> None:
    """The manifest leads to a configuration named by its own digest, and to a layer whose digest it states."""
    (entry,), files = read(written(tmp_path))
    assert entry["RepoTags"] == [REFERENCE]
    content = files[entry["Config"]]
    assert entry["Config"] == hashlib.sha256(content).hexdigest() + ".json"
    (layer,) = entry["Layers"]
    digests = json.loads(content)["rootfs"]["diff_ids"]
    assert digests == ["sha256:" + hashlib.sha256(files[layer]).hexdigest()]
    assert len(json.loads(content)["history"]) == len(digests)


@pytest.mark.threat("T31")
def test_its_architecture_is_the_true_one(tmp_path: Path) -> None:
    """Whatever machine it is made on, the image says what it was made for."""
    (entry,), files = read(written(tmp_path))
    said = json.loads(files[entry["Config"]])
    assert (said["architecture"], said["os"]) == ("arm64", "linux")
    assert said["config"]["Labels"] == LABELS


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    """The same layer gives the same bytes: no time, no user and no path of this machine is inside."""
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    first = written(tmp_path / "one").read_bytes()
    layer = tmp_path / "other/layer.tar"
    layer.write_bytes(b"layer")
    layer.chmod(0o600)
    os.utime(layer, (1, 1))
    write_archive(tmp_path / "other/image.tar", layer, REFERENCE, "arm64", dict(reversed(LABELS.items())))
    assert (tmp_path / "other/image.tar").read_bytes() == first


def test_another_layer_is_another_image(tmp_path: Path) -> None:
    """The image's id follows from its content."""
    first = read(written(tmp_path))[0][0]["Config"]
    assert read(written(tmp_path, b"other"))[0][0]["Config"] != first
