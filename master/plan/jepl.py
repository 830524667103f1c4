"""`.sqa/config.yml` of the Jenkins pipeline library (format 2): which commands test, read as hostile data (T16).

It may supply test steps and nothing else (V12): no criteria, no thresholds, no credentials, no images of a registry.
What it means by a service, a tox environment or one of its scripts is worked out here from the files of the tree.
"""

import posixpath
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import read_marked, shown
from criteria.snapshot import Snapshot
from criteria.untrusted import load_yaml
from master.plan.commands import simple_commands
from master.plan.dockerfile import Dockerfile, read_dockerfile

FILE = ".sqa/config.yml"
COMPOSE = ".sqa/docker-compose.yml"
MAX_COMPOSE = 256 * 2**10
MAX_SCRIPT = 16 * 2**10
MAX_COMMANDS = 100
# The criterion of unit tests, in the words of the baseline and in the older ones of the library.
UNIT_TESTS = ("qc.uni", "qc_uni", "qc-uni", "qc_unit", "qc_coverage", "qc-coverage")
THIS = "this_repo"
_SHELLS = ("sh", "bash", "/bin/sh", "/bin/bash", "/usr/bin/sh", "/usr/bin/bash")


@attrs.frozen
class Jepl:
    """What the file says of unit tests. `commands`: single command lines. `tox`: environments of tox, by file.
    `services`: the images of the services that run them. `dockerfiles`: those that are built from the tree.
    """

    commands: tuple[str, ...] = ()
    tox: tuple[str, ...] = ()
    services: Mapping[str, str] = attrs.field(factory=dict)
    dockerfiles: tuple[Dockerfile, ...] = ()
    reasons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.commands or self.tox)


def read_jepl(snapshot: Snapshot) -> Jepl | None:
    """The unit tests of the file; None when there is no file. What cannot be followed is a reason."""
    entry = snapshot.by_path.get(FILE)
    if entry is None:
        return None
    if not entry.is_file:
        return Jepl(reasons=(f"{FILE} is a link or a submodule; it is passed over",))
    try:
        document = read_marked(snapshot.read(entry, 64 * 2**10 + 1), FILE)
    except UntrustedInputError as error:
        return Jepl(reasons=(f"{shown(str(error), 200)}; {FILE} is passed over",))
    steps = list(_steps(document.data))
    if not steps:
        return Jepl(reasons=(f"{FILE} names no unit tests (QC.Uni); they are found out from the repository",))
    commands: list[str] = []
    environments: list[str] = []
    reasons = [f"{FILE}:{problem.line}: {problem.message}" for problem in document.problems[:5]]
    for step in steps:
        for line in _texts(step.get("commands"))[:MAX_COMMANDS]:
            commands += _expanded(snapshot, line, reasons)
        environments += _environments(step, reasons)
    names = [str(step.get("container", "tox")) for step in steps]
    services, built, why = _services(snapshot, _template(document.data), dict.fromkeys(names))
    return Jepl(tuple(commands[:MAX_COMMANDS]), tuple(environments), services, built, (*reasons, *why))


def _steps(data: Any) -> Iterator[Mapping[str, Any]]:
    """The steps of all criteria of unit tests, for every repository that is named."""
    for name, criterion in _table(data, "sqa_criteria").items():
        if name.lower() in UNIT_TESTS and isinstance(criterion, dict):
            repositories = criterion.get("repos")
            listed = repositories.values() if isinstance(repositories, dict) else [criterion]
            yield from (step for step in listed if isinstance(step, dict))


def _table(data: Any, key: str) -> Mapping[str, Any]:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _template(data: Any) -> str:
    """The compose file; a path outside the tree simply is not there."""
    named = _table(data, "config").get("deploy_template")
    return posixpath.normpath(named) if isinstance(named, str) and named else COMPOSE


def _environments(step: Mapping[str, Any], reasons: list[str]) -> list[str]:
    tox = step.get("tox")
    if not isinstance(tox, dict):
        return []
    file = tox.get("tox_file")
    if isinstance(file, str) and posixpath.basename(file) != "tox.ini":
        reasons.append(f"{FILE}: the tox file {shown(file)} is not followed: tox.ini is read")
    return _texts(tox.get("testenv"))[:20] or ["py"]


def _expanded(snapshot: Snapshot, line: str, reasons: list[str]) -> Iterator[str]:
    """Single commands. A script of the library's own, `sh .sqa/script.NAME.sh`, is read for what it runs."""
    for command in simple_commands(line):
        script = _script(command)
        entry = snapshot.by_path.get(script) if script else None
        if entry is None or not entry.is_file:
            yield command
            continue
        lines = snapshot.text(entry, MAX_SCRIPT).strip().splitlines()
        text = " ".join(part.strip() for part in lines if not part.strip().startswith("#"))
        inner = text.removeprefix("(").removesuffix(")").strip()
        reasons.append(f"{FILE}: {script} is read for its commands")
        for part in simple_commands(inner):
            if not part.startswith("cd "):  # the library puts each repository into a folder of its own
                yield part


def _script(command: str) -> str | None:
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    if words[:1] == ["/usr/bin/env"]:
        words = words[1:]
    if len(words) == 2 and words[0] in _SHELLS and re.match(r"\.sqa/[A-Za-z0-9._-]{1,100}\Z", words[1]):
        return words[1]
    return None


def _services(
    snapshot: Snapshot, template: str, names: Mapping[str, None]
) -> tuple[dict[str, str], tuple[Dockerfile, ...], list[str]]:
    """The images of these services, and the Dockerfiles of those that are built; the images are never pulled."""
    entry = snapshot.by_path.get(template)
    if entry is None or not entry.is_file:
        return {}, (), [f"{FILE}: {shown(template)} is not in the tree; the cells are ours"]
    try:
        data = load_yaml(snapshot.read(entry, MAX_COMPOSE + 1), template, MAX_COMPOSE)
    except UntrustedInputError as error:
        return {}, (), [f"{shown(str(error), 200)}; it is passed over"]
    services = _table(data, "services")
    images, built, reasons = {}, [], []
    for name in names:
        service = services.get(name)
        if not isinstance(service, dict):
            reasons.append(f"{template}: there is no service {shown(name)}; the cell is ours")
            continue
        if isinstance(image := service.get("image"), str):
            images[name] = image
        if (path := _dockerfile(service.get("build"))) and (read := read_dockerfile(snapshot, path)):
            built.append(read)
            reasons.append(
                f"{template}: the service {shown(name)} is built from {path}, which is read for its packages"
            )
        elif image is not None:
            reasons.append(f"{template}: the image {shown(str(image))} of {shown(name)} is replaced by one of ours")
    return images, tuple(built), reasons


def _dockerfile(build: Any) -> str | None:
    context = build if isinstance(build, str) else _table({"build": build}, "build").get("context", ".")
    if not isinstance(build, str | dict) or not isinstance(context, str):
        return None
    name = build.get("dockerfile", "Dockerfile") if isinstance(build, dict) else "Dockerfile"
    path = posixpath.normpath(posixpath.join(context, name if isinstance(name, str) else "Dockerfile"))
    return path.removeprefix("./")
