"""What every use of a container engine's API shares: its failures as ours, patience with it, and cleaning up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import requests
import stamina
from docker.errors import APIError, DockerException, NotFound

from workers.errors import EngineError

LABEL = "assay.run"
ATTEMPTS = 5  # with the pauses below, about ten seconds: as long as an engine needs to restart
FIRST_PAUSE_S = 0.4
FAULTS = (DockerException, requests.RequestException)
_CONFLICT = 409  # "removal is already in progress"
_SERVER_ERROR = 500

T = TypeVar("T")


def patiently(call: Callable[[], T]) -> T:
    """The answer of a call that may be made twice; an engine that restarts, or fails for a moment, is asked again.

    Only with what changes nothing when it is repeated: a command of the project never runs twice.
    """
    for attempt in stamina.retry_context(on=_passes, attempts=ATTEMPTS, timeout=None, wait_initial=FIRST_PAUSE_S):
        with attempt:
            return call()
    raise AssertionError("a retry ends with an answer or an error")


def _passes(error: Exception) -> bool:
    """Whether it may be gone when we ask again. What is not there, or not understood, stays so."""
    if isinstance(error.__cause__, Exception) and _passes(error.__cause__):  # an error of ours that was made from it
        return True
    if isinstance(error, APIError):
        return error.status_code is not None and error.status_code >= _SERVER_ERROR
    return isinstance(error, requests.ConnectionError | requests.Timeout)


@contextmanager
def as_engine_error(engine: str, doing: str) -> Iterator[None]:
    """Failures of the engine become EngineErrors that say what we were doing."""
    try:
        yield
    except (*FAULTS, OSError) as error:
        raise EngineError(f"the {engine} failed while {doing}: {short(error)}") from error


def short(error: BaseException) -> str:
    """The first line of what an engine says, without the wrapping."""
    text = str(getattr(error, "explanation", None) or error)
    return text.strip().partition("\n")[0][:300]


def remove_labelled(api: Any, engine: str, label: str) -> int:
    """Remove every container and volume with the label, running or not; returns their number."""
    with as_engine_error(engine, "removing what a run left behind"):
        containers = api.containers(all=True, filters={"label": label})
        for container in containers:
            remove_container(api, container["Id"])
        volumes = api.volumes(filters={"label": label}).get("Volumes") or []
        for volume in volumes:
            remove_volume(api, volume["Name"])
        return len(containers) + len(volumes)


def remove_container(api: Any, container: str) -> None:
    """Remove it with its anonymous volumes; one that is gone or going already is what we want (auto-remove)."""
    _remove(lambda: api.remove_container(container, v=True, force=True))


def remove_volume(api: Any, volume: str) -> None:
    """Remove a volume that no container uses any more; one that is gone is what we want."""
    _remove(lambda: api.remove_volume(volume, force=True))


def _remove(call: Callable[[], object]) -> None:
    try:
        patiently(call)
    except NotFound:
        return
    except APIError as error:
        if error.status_code != _CONFLICT:
            raise
