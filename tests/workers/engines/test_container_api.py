"""The engine's API when it fails: what is asked again, how often, and what never is."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
import stamina
from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from docker_script import ScriptedApi, api_error

from workers.engines.container_api import (
    LABEL,
    as_engine_error,
    patiently,
    remove_container,
    remove_labelled,
    short,
)
from workers.errors import EngineError

ATTEMPTS = 3


@pytest.fixture(autouse=True)
def at_most() -> Any:
    """As often as the laws below say, and without the pauses."""
    with stamina.set_testing(True, attempts=ATTEMPTS):
        yield


def failing(*errors: Exception) -> tuple[Callable[[], str], list[Exception]]:
    """A call that fails with these errors in turn and then answers; and the errors it has raised."""
    raised: list[Exception] = []

    def call() -> str:
        if len(raised) < len(errors):
            raised.append(errors[len(raised)])
            raise raised[-1]
        return "answer"

    return call, raised


GONE = requests.ConnectionError("connection refused")


@pytest.mark.threat("F05")
@pytest.mark.parametrize("error", [GONE, requests.ReadTimeout("slow"), api_error(500, "busy"), api_error(503, "away")])
def test_an_engine_that_restarts_is_asked_again(error: Exception) -> None:
    """A connection that breaks, or an error of the server, is not the end while the next answer may be good."""
    call, raised = failing(error, error)
    assert patiently(call) == "answer"
    assert len(raised) == 2


@pytest.mark.threat("F05")
def test_patience_ends() -> None:
    """An engine that stays away is given up after a bounded number of questions, with its own error."""
    call, raised = failing(*[GONE] * 10)
    with pytest.raises(requests.ConnectionError, match="refused"):
        patiently(call)
    assert len(raised) == ATTEMPTS


@pytest.mark.threat("F05")
@pytest.mark.parametrize(
    "error",
    [
        ImageNotFound("none", explanation="none"),
        NotFound("none", explanation="none"),
        api_error(400, "bad"),
        api_error(409, "taken"),
        DockerException("of the client"),
        APIError("without an answer"),
        ValueError("ours"),
    ],
)
def test_what_will_not_change_is_asked_once(error: Exception) -> None:
    """What is not there, not understood or refused stays so: no loop."""
    call, raised = failing(*[error] * 10)
    with pytest.raises(type(error)):
        patiently(call)
    assert len(raised) == 1


@pytest.mark.threat("F05")
def test_an_error_of_ours_is_judged_by_its_cause() -> None:
    """A failure that was put into words already is asked again exactly when what caused it would be."""

    def ours(cause: Exception) -> EngineError:
        error = EngineError("the engine does not say")
        error.__cause__ = cause
        return error

    assert patiently(failing(ours(GONE))[0]) == "answer"
    with pytest.raises(EngineError):
        patiently(failing(ours(api_error(404, "none")))[0])


@pytest.mark.threat("F05")
@pytest.mark.parametrize("error", [api_error(500, "no space left on device\nstack"), GONE, OSError("reset")])
def test_failures_say_what_we_were_doing(error: Exception) -> None:
    """One sentence, one line: which engine, at what, and why."""
    with (
        pytest.raises(EngineError, match=r"^the podman service failed while counting: [^\n]+$"),
        as_engine_error("podman service", "counting"),
    ):
        raise error


def test_short_is_short() -> None:
    """However much an engine says, one line of it is shown."""
    assert short(api_error(500, "no space\n" + "x" * 10_000)) == "no space"
    assert len(short(ValueError("x" * 10_000))) == 300


@pytest.mark.threat("F04", "F05")
@pytest.mark.parametrize("status", [404, 409])
def test_removing_what_is_gone_already_succeeds(status: int) -> None:
    """A container that is gone, or going by itself, is what we wanted; any other refusal is an error."""
    remove_container(ScriptedApi(remove_container=api_error(status, "gone")), "c")
    with pytest.raises(DockerException):
        remove_container(ScriptedApi(remove_container=api_error(500, "dead")), "c")


@pytest.mark.threat("F01", "F04")
def test_a_sweep_goes_by_the_label_alone() -> None:
    """Only what carries the run's own label is looked up and removed, running or not; volumes after their users."""
    api = ScriptedApi(containers=[{"Id": "a"}, {"Id": "b"}], volumes={"Volumes": [{"Name": "v"}]})
    assert remove_labelled(api, "Docker engine", f"{LABEL}=run-7") == 3
    assert api.of("containers") == [((), {"all": True, "filters": {"label": f"{LABEL}=run-7"}})]
    assert api.of("volumes") == [((), {"filters": {"label": f"{LABEL}=run-7"}})]
    assert [args[0] for args, _ in api.of("remove_container")] == ["a", "b"]
    assert [args[0] for args, _ in api.of("remove_volume")] == ["v"]
    assert api.names.index("remove_volume") > api.names.index("remove_container")
