"""The tools whose caches are kept, as data: which variables lead each of them to its folder."""

from collections.abc import Mapping

import attrs

FOLDER = "cache"  # in the work directory of a cell
WRAPPERS = "/usr/lib/ccache"  # compilers of the image, wrapped; it is there when the layer has ccache


@attrs.frozen
class CachedTool:
    """`{cache}` stands for the folder of all caches, `{half}` for half of what they may hold, in MB."""

    name: str
    variables: Mapping[str, str]
    path: str = ""  # a folder that goes before the system's on PATH
    while_testing: bool = False  # what was fetched is needed once more where there is no network


TOOLS: Mapping[str, CachedTool] = {
    tool.name: tool
    for tool in (
        CachedTool(
            "ccache",
            {
                "CCACHE_DIR": "{cache}/ccache",
                "CCACHE_MAXSIZE": "{half}M",
                "CCACHE_NOHASHDIR": "1",  # pip builds in a folder of another name each time
            },
            path=WRAPPERS,
        ),
        # pip passes over an empty variable; in a container that was made with it, it cannot be taken away.
        CachedTool("pip", {"PIP_CACHE_DIR": "{cache}/pip", "PIP_NO_CACHE_DIR": ""}),
        CachedTool("npm", {"NPM_CONFIG_CACHE": "{cache}/npm"}),
        CachedTool("cargo", {"CARGO_HOME": "{cache}/cargo"}, while_testing=True),
        CachedTool("go", {"GOCACHE": "{cache}/go/build", "GOMODCACHE": "{cache}/go/mod"}, while_testing=True),
    )
}


def with_tools(
    environment: Mapping[str, str], tools: tuple[str, ...], work: str, limit_mb: int, *, testing: bool
) -> dict[str, str]:
    """The environment of a cell's commands with the caches of these tools; while testing only of those needed then."""
    result = dict(environment)
    for tool in (TOOLS[name] for name in tools):
        if testing and not tool.while_testing:
            continue
        places = {"cache": f"{work}/{FOLDER}", "half": str(max(1, limit_mb // 2))}
        result |= {name: value.format(**places) for name, value in tool.variables.items()}
        if tool.path:
            result["PATH"] = _before_system(result.get("PATH", ""), tool.path)
    return result


def not_for_tests(tools: tuple[str, ...]) -> tuple[str, ...]:
    """The folders, below the work directory, that no test needs."""
    spare = [name for name in tools if not TOOLS[name].while_testing]
    return (FOLDER,) if len(spare) == len(tools) else tuple(f"{FOLDER}/{name}" for name in spare)


def _before_system(path: str, folder: str) -> str:
    """After the virtual environment's own folder, before the system's."""
    first, _, rest = path.partition(":")
    return f"{first}:{folder}:{rest}" if rest else f"{folder}:{first}"
