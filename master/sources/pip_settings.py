"""Where the user's own pip looks for packages; Assay looks in the same places with the same certificates."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import attrs

PYPI = "https://index.example/simple"
TIMEOUT = 60.0  # seconds for pip itself to start and answer
_LINE = re.compile(r"(global|download|install|:env:)\.([a-z-]{1,40})=(.*)")
_ORDER = ("global", "download", "install", ":env:")  # later ones win, as in pip


@attrs.frozen
class PipSettings:
    """What matters for finding and downloading. URLs may hold the user's credentials: never show them."""

    indexes: tuple[str, ...] = (PYPI,)
    find_links: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = ()
    certificates: str | None = None
    client_certificate: str | None = None
    proxy: str | None = None
    timeout: float = 60.0  # seconds without an answer


def pip_settings(environ: Mapping[str, str] = os.environ) -> PipSettings:
    """The settings of this machine: `pip config list`, which merges pip's files and `PIP_*` variables."""
    options = parse_config(_config_list() or _from_environment(environ))
    indexes = [*options.get("index-url", PYPI).split(), *options.get("extra-index-url", "").split()]
    if options.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        indexes = []
    certificates = options.get("cert") or environ.get("REQUESTS_CA_BUNDLE") or environ.get("CURL_CA_BUNDLE")
    return PipSettings(
        indexes=tuple(indexes),
        find_links=tuple(place for place in options.get("find-links", "").split() if _exists(place)),
        trusted_hosts=tuple(options.get("trusted-host", "").split()),
        certificates=certificates or None,
        client_certificate=options.get("client-cert") or None,
        proxy=options.get("proxy") or None,
        timeout=_seconds(options.get("timeout") or options.get("default-timeout")),
    )


def parse_config(text: str) -> dict[str, str]:
    """The options of the output of `pip config list`, the stronger origin over the weaker."""
    found: dict[tuple[str, str], str] = {}
    for match in _LINE.finditer(text):
        try:
            value = ast.literal_eval(match[3])
        except (ValueError, SyntaxError):
            continue
        found[match[1], match[2]] = str(value)
    ordered = sorted(found.items(), key=lambda item: _ORDER.index(item[0][0]))
    return {option: value for (_, option), value in ordered}


def _config_list() -> str | None:
    """None when this Python has no pip. Isolated, and not started in a checkout, whose `pip` folder it would run."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "pip", "config", "list"],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode(errors="replace")


def _from_environment(environ: Mapping[str, str]) -> str:
    values = {name[4:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("PIP_")}
    return "".join(f":env:.{option}={value!r}\n" for option, value in values.items())


def _exists(place: str) -> bool:
    """pip, too, passes over a folder that is not there."""
    return "://" in place or Path(place).expanduser().exists()


def _seconds(text: str | None) -> float:
    try:
        return min(600.0, max(1.0, float(text or 60)))
    except ValueError:
        return 60.0
