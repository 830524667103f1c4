"""Folders of a cell in and out of a container as tar archives, by the engine's own copying."""

from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

import requests
from docker.errors import DockerException, NotFound

from workers.engines.archive_file import save_archive
from workers.errors import EngineError

_CHUNK = 2**20


def put_tree(api: Any, container: str, place: str, archive: BinaryIO) -> None:
    """Unpack an archive that `take_tree` made into a folder of the container."""
    try:
        api.put_archive(container, place, iter(lambda: archive.read(_CHUNK), b""))
    except (DockerException, requests.RequestException, OSError) as error:
        raise EngineError(f"the container engine could not copy a folder into the cell: {error}") from error


def take_tree(api: Any, container: str, path: str, archive: Path, limit: int) -> bool:
    """Write a folder of the container to a tar archive. False when there is none.

    Raises TooLargeError when it has more than `limit` bytes.
    """
    try:
        stream, _ = api.get_archive(container, path)
        with closing(stream):
            save_archive(stream, archive, limit)
    except NotFound:
        return False
    except (DockerException, requests.RequestException, OSError) as error:
        raise EngineError(f"the container engine could not copy a folder out of the cell: {error}") from error
    return True
