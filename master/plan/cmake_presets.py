"""CMakePresets.json: the variables of the preset that the project's tests are configured with."""

import re
from collections.abc import Mapping
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from criteria.untrusted import load_json
from master.plan.requirements import plain_file

NAME = "CMakePresets.json"
MAX_FILE = 256 * 2**10  # bytes
MAX_PARENTS = 50
MAX_VARIABLES = 100
USUAL = ("ci-linux", "ci-ubuntu", "ci", "linux", "test", "tests", "dev", "default")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,80}\Z")
_VALUE = re.compile(r"[A-Za-z0-9_.+;, -]{0,200}\Z")  # neither macros of presets nor what a shell would read
# These name the machine of the authors, or are ours to decide.
_OURS = re.compile(
    r"CMAKE_(?:TOOLCHAIN_FILE|INSTALL_.*|BUILD_TYPE|GENERATOR.*|MAKE_PROGRAM|PREFIX_PATH|PROJECT_.*"
    r"|[A-Za-z]+_(?:COMPILER.*|FLAGS.*|CLANG_TIDY|CPPCHECK|INCLUDE_WHAT_YOU_USE))\Z"
    r"|VCPKG_.*|CONAN_.*"
)


@attrs.frozen
class Preset:
    """`variables` for the cache, as text; `name` is empty when no preset was found that fits."""

    name: str = ""
    variables: Mapping[str, str] = attrs.field(factory=dict)
    reasons: tuple[str, ...] = ()


def read_presets(snapshot: Snapshot) -> Preset:
    """The preset of the first test preset, else one of a usual name."""
    entry = plain_file(snapshot, NAME)
    if entry is None:
        return Preset()
    if entry.size > MAX_FILE:
        return Preset(reasons=(f"{NAME} is larger than {MAX_FILE // 2**10} kB; it is not read",))
    try:
        data = load_json(snapshot.read(entry), NAME)
    except UntrustedInputError as error:
        return Preset(reasons=(f"{NAME} is not read: {error}",))
    presets = {preset["name"]: preset for preset in _entries(data, "configurePresets")}
    name = _chosen(data, presets)
    if name is None:
        return Preset(reasons=(f"{NAME} has no preset for tests or of a usual name; it is not used",))
    variables = _variables(presets, name)
    taken = ", ".join(variables) or "no variables that count here"
    return Preset(name, variables, (f"the preset {shown(name)} of {NAME} gives {shown(taken, 300)}",))


def _entries(data: Any, key: str) -> list[dict[str, Any]]:
    items = data.get(key) if isinstance(data, dict) else None
    found = items if isinstance(items, list) else []
    return [item for item in found if isinstance(item, dict) and isinstance(item.get("name"), str)]


def _chosen(data: Any, presets: Mapping[str, Any]) -> str | None:
    named = [preset.get("configurePreset") for preset in _entries(data, "testPresets")]
    candidates = [*(name for name in USUAL if name in named), *named, *USUAL]
    return next((name for name in candidates if isinstance(name, str) and name in presets), None)


def _variables(presets: Mapping[str, dict[str, Any]], name: str) -> dict[str, str]:
    """What a preset and those it inherits from set; the nearest counts."""
    variables: dict[str, str] = {}
    waiting, seen = [name], {name}
    while waiting and len(seen) <= MAX_PARENTS:
        preset = presets.get(waiting.pop(0), {})
        cache = preset.get("cacheVariables")
        for key, value in list(cache.items())[:MAX_VARIABLES] if isinstance(cache, dict) else ():
            if (text := _text(value)) is not None and _VARIABLE.match(key) and not _OURS.match(key):
                variables.setdefault(key, text)
        parents = preset.get("inherits", [])
        for parent in [parents] if isinstance(parents, str) else parents if isinstance(parents, list) else []:
            if isinstance(parent, str) and parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return dict(list(variables.items())[:MAX_VARIABLES])


def _text(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, bool):
        return "ON" if value else "OFF"
    return value if isinstance(value, str) and _VALUE.match(value) else None
