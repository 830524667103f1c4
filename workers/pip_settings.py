"""Where the user's own pip looks for packages. Assay and the build phase of a cell look in the same places."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import attrs
from unearth import PackageFinder

PYPI = str(PackageFinder().sources[0]["url"])  # where the library looks when nobody says anything
TIMEOUT = 60.0  # seconds for pip itself to start and answer
_LINE = re.compile(r"(global|download|install|:env:)\.([a-z-]{1,40})=(.*)")
_ORDER = ("global", "download", "install", ":env:")  # later ones win, as in pip
_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


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


@attrs.frozen
class CellAccess:
    """What the build phase of a cell is told about the network. Never a credential: those stay out (T24)."""

    environment: dict[str, str]
    certificates: str | None  # a file on this machine to copy into the cell
    remarks: tuple[str, ...]  # what was held back, and why


def pip_settings(environ: Mapping[str, str] = os.environ) -> PipSettings:
    """The settings of this machine: `pip config list`, which merges pip's files and `PIP_*` variables."""
    options = parse_config(_config_list(environ) or _from_environment(environ))
    indexes = [*options.get("index-url", PYPI).split(), *options.get("extra-index-url", "").split()]
    if options.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        indexes = []
    named = (environ[name] for name in _CA_VARIABLES if environ.get(name))
    return PipSettings(
        indexes=tuple(indexes),
        find_links=tuple(place for place in options.get("find-links", "").split() if _exists(place)),
        trusted_hosts=tuple(options.get("trusted-host", "").split()),
        certificates=options.get("cert") or next(named, None),
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


def cell_access(settings: PipSettings, environ: Mapping[str, str] = os.environ) -> CellAccess:
    """The part of the settings that a cell may know; what is held back is said without its secret."""
    remarks: list[str] = []
    told: dict[str, str] = {} if settings.indexes else {"PIP_NO_INDEX": "1"}
    if settings.indexes[:1] != (PYPI,) and (first := _shareable(settings.indexes[:1], remarks)):
        told["PIP_INDEX_URL"] = first
    if more := _shareable(settings.indexes[1:], remarks):
        told["PIP_EXTRA_INDEX_URL"] = more
    if links := _shareable(settings.find_links, remarks):
        told["PIP_FIND_LINKS"] = links
    if settings.trusted_hosts:
        told["PIP_TRUSTED_HOST"] = " ".join(settings.trusted_hosts)
    proxies = {"PIP_PROXY": settings.proxy, **{name: environ.get(name) for name in _PROXY_VARIABLES}}
    for name, value in proxies.items():
        if value and "@" in value:
            remarks.append(f"{name} holds credentials and was not handed to the cell")
        elif value:
            told[name] = value
    return CellAccess(told, _bundle(settings.certificates, remarks), tuple(remarks))


def certificate_variables(path: str) -> dict[str, str]:
    """Every variable by which the usual clients find a bundle of certificates."""
    names = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO")
    return dict.fromkeys(names, path)


def _shareable(urls: tuple[str, ...], remarks: list[str]) -> str:
    """The addresses that mean the same inside a cell and hold no secret, in pip's own form of a list."""
    shared = []
    for url in urls:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            remarks.append("an index in a folder of this machine was not handed to the cell, which cannot see it")
        elif "@" in parts.netloc:
            remarks.append(f"the index on {parts.hostname} needs credentials and was not handed to the cell")
        else:
            shared.append(url)
    return " ".join(shared)


def _bundle(path: str | None, remarks: list[str]) -> str | None:
    if path is None or Path(path).is_file():
        return path
    remarks.append(f"the certificates {path} are no file and were not handed to the cell")
    return None


def _config_list(environ: Mapping[str, str]) -> str | None:
    """None when this Python has no pip. Isolated, and not started in a checkout, whose `pip` folder it would run."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "pip", "config", "list"],
            cwd="/",
            env=dict(environ),
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
