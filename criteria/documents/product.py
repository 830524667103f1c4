"""What the tree makes: a service that somebody runs, commands that somebody types, or a library alone."""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from criteria.census.apart import by_path
from criteria.census.kinds import in_document_folder, in_test_folder
from criteria.errors import UntrustedInputError
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import load_json, load_toml

LIMIT = 128 * 1024
SHOWN = 20

_SERVICE_NAMES = re.compile(
    r"(?:^|/)(?:[\w@.-]{1,80}\.(?:service|socket)(?:\.in|\.j2)?|(?:docker-)?compose(?:[-.][\w-]{1,30})?\.ya?ml"
    r"|Chart\.yaml|init\.d/[^/]{1,80}|"
    r"supervisord?\.conf|wsgi\.py|asgi\.py|Procfile|k8s/[^/]{1,80}\.ya?ml|kubernetes/[^/]{1,80}\.ya?ml)$"
)
_CRON = re.compile(r"(?:^|/)(?:cron\.(?:d|daily|hourly)/[^/]{1,80}|crontab)$")
_PORT = re.compile(rb"^EXPOSE[ \t]{1,8}\d", re.M)
_DEVELOPMENT = re.compile(
    r"(?:^|/)(?:\.devcontainer|\.github|\.gitlab|\.sqa|ci|\.ci|examples?|demo|benchmarks?|\.circleci)/", re.I
)
_SCRIPTS = re.compile(
    r"^(?:console_scripts|gui_scripts)\s{0,8}=|console_scripts['\"]?\s{0,4}[:=]\s{0,4}\[|\bscripts\s{0,4}=\s{0,4}\[",
    re.M,
)


@attrs.frozen
class Product:
    """`services`: paths that show that it is run as a service. `commands`: names, or paths of programs."""

    services: tuple[str, ...]
    commands: tuple[str, ...]


def product_of(snapshot: Snapshot) -> Product:
    services: list[str] = []
    commands: list[str] = []
    for entry in snapshot.files():
        folders = entry.folder.split("/") if entry.folder else []
        if (
            len(folders) > 5
            or _DEVELOPMENT.search(entry.path)
            or in_test_folder(folders)
            or in_document_folder(folders)
        ):
            continue
        if (_SERVICE_NAMES.search(entry.path) or _CRON.search(entry.path) or _port(snapshot, entry)) and not by_path(
            entry.path
        ):
            services.append(entry.path)
        elif not folders:
            commands += list(_commands(snapshot, entry))
    return Product(tuple(services[:SHOWN]), tuple(dict.fromkeys(commands))[:SHOWN])


def _port(snapshot: Snapshot, entry: Entry) -> bool:
    named = entry.name.startswith(("Dockerfile", "Containerfile"))
    return named and not entry.folder and _PORT.search(snapshot.read(entry, LIMIT)) is not None


def _commands(snapshot: Snapshot, entry: Entry) -> Iterator[str]:
    if entry.name in ("pyproject.toml", "package.json"):
        reader = load_toml if entry.name == "pyproject.toml" else load_json
        try:
            data = reader(snapshot.text(entry, LIMIT), entry.path)
        except UntrustedInputError:
            return
        tables = [
            _get(_get(data, "project"), "scripts"),
            _get(_get(_get(data, "tool"), "poetry"), "scripts"),
            _get(data, "bin"),
        ]
        yield from (str(name)[:80] for table in tables if isinstance(table, dict) for name in table)
    elif entry.name in ("setup.py", "setup.cfg") and _SCRIPTS.search(snapshot.text(entry, LIMIT)):
        yield entry.path


def _get(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, dict) else None
