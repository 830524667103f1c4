"""Folders in and out of a container: by the engine's own copying, and its failures are ours."""

import io
import tarfile
from pathlib import Path

import pytest
import requests
from docker_script import ScriptedApi, api_error

from workers.engines.container_tree import put_tree, take_tree
from workers.errors import EngineError


def archive_of(content: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        member = tarfile.TarInfo("cache/file")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return held.getvalue()


def test_out_and_in_again(tmp_path: Path) -> None:
    """What was taken is put in as it was, in pieces and never as a whole in memory."""
    data = archive_of(b"x" * 3 * 2**20)
    api = ScriptedApi(get_archive=((data[at : at + 2**16] for at in range(0, len(data), 2**16)), {}))
    assert take_tree(api, "build", "/work/cache", tmp_path / "a.tar", 2**30)
    assert api.of("get_archive") == [(("build", "/work/cache"), {})]
    sent: list[bytes] = []
    api = ScriptedApi(put_archive=lambda container, path, stream: sent.extend(stream))
    with (tmp_path / "a.tar").open("rb") as archive:
        put_tree(api, "build", "/work", archive)
    assert b"".join(sent) == data
    assert max(map(len, sent)) <= 2**20


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """No folder is no error: nothing was cached."""
    assert not take_tree(ScriptedApi(get_archive=api_error(404, "none")), "c", "/work/cache", tmp_path / "a", 10)


@pytest.mark.threat("F05")
@pytest.mark.parametrize("fault", [api_error(500, "no space left on device"), requests.ReadTimeout("slow")])
def test_an_engine_that_fails(tmp_path: Path, fault: Exception) -> None:
    """Its failure is an error of ours, in one sentence."""
    api = ScriptedApi(get_archive=fault, put_archive=fault)
    with pytest.raises(EngineError, match="out of the cell"):
        take_tree(api, "c", "/work/cache", tmp_path / "a", 10)
    with pytest.raises(EngineError, match="into the cell"):
        put_tree(api, "c", "/work", io.BytesIO(b""))
