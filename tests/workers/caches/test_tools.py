"""The variables that lead each tool to its cache."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers import sandbox
from workers.caches.tools import FOLDER, TOOLS, WRAPPERS, not_for_tests, with_tools

WORK = "/work"
chosen = st.lists(st.sampled_from(sorted(TOOLS)), unique=True).map(tuple)


def environment(*tools: str, testing: bool = False) -> dict[str, str]:
    return with_tools(sandbox.environment(WORK), tools, WORK, 512, testing=testing)


@given(chosen, st.booleans())
def test_only_what_was_asked_for(tools: tuple[str, ...], testing: bool) -> None:
    """A tool that was not named is not led anywhere; what belongs to the cell stays as it is."""
    plain, result = sandbox.environment(WORK), environment(*tools, testing=testing)
    added = {name for name in result if result[name] != plain.get(name)}
    asked = {name for tool in tools for name in TOOLS[tool].variables} | ({"PATH"} if "ccache" in tools else set())
    assert added <= asked
    assert result["PATH"].split(":")[0] == f"{WORK}/venv/bin"


@given(chosen)
def test_every_folder_is_below_the_caches(tools: tuple[str, ...]) -> None:
    """Each tool has a folder of its own, which begins with its name, in the one that is kept."""
    for tool in tools:
        paths = [value for value in environment(tool).values() if f"/{FOLDER}/" in value]
        assert paths
        assert all(PurePosixPath(path).is_relative_to(f"{WORK}/{FOLDER}/{tool}") for path in paths)


def test_ccache_stands_before_the_compilers() -> None:
    """Its wrappers come before the system's programs and after the cell's own; while testing they do not come."""
    path = environment("ccache")["PATH"].split(":")
    assert path.index(f"{WORK}/venv/bin") < path.index(WRAPPERS) < path.index("/usr/bin")
    assert environment("ccache")["CCACHE_MAXSIZE"] == "256M"
    assert environment("ccache", testing=True) == sandbox.environment(WORK)


def test_pip_may_use_its_cache() -> None:
    """A cell's container is made with pip's cache turned off; an empty variable turns it on again."""
    assert sandbox.environment(WORK)["PIP_NO_CACHE_DIR"]
    assert environment("pip")["PIP_NO_CACHE_DIR"] == ""


@pytest.mark.parametrize("tool", ["cargo", "go"])
def test_what_was_fetched_is_there_without_a_network(tool: str) -> None:
    """Tools that look into their cache while testing find it there; of the others nothing is left."""
    assert environment(tool, testing=True) == environment(tool)
    assert not_for_tests((tool,)) == ()
    assert not_for_tests(("pip", tool, "npm")) == (f"{FOLDER}/pip", f"{FOLDER}/npm")


def test_a_cell_without_such_tools_keeps_nothing() -> None:
    """Where no test needs any of it, the whole folder goes."""
    assert not_for_tests(("ccache", "pip")) == (FOLDER,)
