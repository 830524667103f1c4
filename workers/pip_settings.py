"""The user's own pip configuration: which index, which certificates. Read once, by pip itself."""

import os
import re
import subprocess
import sys
from ast import literal_eval
from urllib.parse import urlsplit

import attrs

_LINE = re.compile(r"^(?:global|install|download|:env:)\.([a-z-]+)=(.*)$")
_CA_VARIABLES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


@attrs.frozen
class PipSettings:
    """`None` and empty mean: pip's own default."""

    index_url: str | None = None
    extra_index_urls: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = ()
    cert: str | None = None  # a file with certificates
    proxy: str | None = None


@attrs.frozen
class CellAccess:
    """What the build phase of a cell is told about the network. Never a credential: those stay out (T24)."""

    environment: dict[str, str]
    certificates: str | None  # a file on this machine to copy into the cell
    remarks: tuple[str, ...]  # what was held back, and why


def read_settings(environ: dict[str, str] | None = None) -> PipSettings:
    """What `pip config list` says; environment variables are among it and win, as in pip."""
    environ = dict(os.environ) if environ is None else environ
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pip", "config", "list"], capture_output=True, text=True, env=environ, timeout=60
    )
    said: dict[str, str] = {}
    for line in done.stdout.splitlines():
        if match := _LINE.match(line.strip()):
            said[match[1]] = str(literal_eval(match[2]))
    cert = said.get("cert") or next((environ[name] for name in _CA_VARIABLES if environ.get(name)), None)
    return PipSettings(
        index_url=said.get("index-url"),
        extra_index_urls=tuple(said.get("extra-index-url", "").split()),
        find_links=tuple(said.get("find-links", "").split()),
        trusted_hosts=tuple(said.get("trusted-host", "").split()),
        cert=cert,
        proxy=said.get("proxy"),
    )


def cell_access(settings: PipSettings, environ: dict[str, str] | None = None) -> CellAccess:
    """The part of the settings that a cell may know."""
    environ = dict(os.environ) if environ is None else environ
    told: dict[str, str] = {}
    remarks: list[str] = []
    if settings.index_url and (index := _shareable(settings.index_url, remarks)):
        told["PIP_INDEX_URL"] = index
    extra = [url for each in settings.extra_index_urls if (url := _shareable(each, remarks))]
    if extra:
        told["PIP_EXTRA_INDEX_URL"] = " ".join(extra)
    if settings.trusted_hosts:
        told["PIP_TRUSTED_HOST"] = " ".join(settings.trusted_hosts)
    for name in _PROXY_VARIABLES:
        if value := environ.get(name):
            if "@" in value:
                remarks.append(f"{name} holds credentials and was not handed to the cell")
            else:
                told[name] = value
    return CellAccess(told, settings.cert, tuple(remarks))


def certificate_variables(path: str) -> dict[str, str]:
    """Every variable by which the usual clients find a bundle of certificates."""
    names = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO")
    return dict.fromkeys(names, path)


def _shareable(url: str, remarks: list[str]) -> str | None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return None  # a folder of this machine is not inside the cell
    if parts.username or parts.password:
        remarks.append(f"the index on {parts.hostname} needs credentials and was not handed to the cell")
        return None
    return url
