"""Evidence of kind "deployment": the modules by which the project is put on machines, and whether it is a service."""

import re
from collections.abc import Iterator

from criteria.census.apart import by_path, words
from criteria.census.kinds import in_document_folder, in_test_folder
from criteria.deployment.model import CONTAINER, Deployment, Module, Sign
from criteria.deployment.recognisers import RECOGNISERS, Recogniser
from criteria.metadata.project_name import ProjectName, aliases, declared_name, names_any
from criteria.snapshot import Entry, Snapshot

KIND = "deployment"
LIMIT = 256 * 1024  # bytes of one module that are read
MOST = 300  # modules that are read

_ENDINGS = (
    ".yml", ".yaml", "file", ".tf", ".radl", ".def", ".nix", ".scm", ".spec", ".in", ".py", ".pp", ".rb", ".sls",
)  # fmt: skip
_BEGINNINGS = ("Docker", "Container", "Singularity", "changelog", ".guix")
_NEVER = re.compile(r"(?:^|/)(?:\.github/workflows|\.circleci|\.git-hooks)/")
_ASIDE = words(".devcontainer .github .gitlab .circleci .sqa ci .ci .jenkins examples example benchmarks benchmark")
# Where the whole repository is the module: what it deploys is what it is for.
_ROOTS = {
    "Ansible role": "tasks",
    "Helm chart": "",
    "Terraform module": "",
    "Puppet module": "manifests",
    "Chef cookbook": "recipes",
}


def _sign(path: str, content: str, what: str) -> tuple[re.Pattern[str], re.Pattern[str], str]:
    return re.compile(rf"(?:^|/)(?:{path})$"), re.compile(content, re.M), what


_SERVICES = (
    _sign(r"[\w@.-]{1,80}\.(?:service|socket)(?:\.(?:in|j2))?", r"^\[(?:Service|Socket)\]", "a unit of systemd"),
    _sign(r"init\.d/[\w.-]{1,80}|[\w.-]{1,80}\.init", r"\bstart\)", "an init script"),
    _sign(r"Procfile", r"^\w{1,40}:", "a Procfile"),
    _sign(r"(?:wsgi|asgi)\.py", r"\bapp(?:lication)?\b", "the entry of a web server"),
    _sign(r"manage\.py", r"DJANGO_SETTINGS_MODULE", "a Django site"),
)
_SERVICE_ENDINGS = (".py", ".service", ".socket", ".in", ".j2", ".init", "Procfile")
_EXPOSES = re.compile(r"^[ \t]{0,8}EXPOSE[ \t]{1,8}[\d$]", re.I | re.M)
# Manifests in the root that declare a library or a command, and what in them does.
_MANIFESTS = {
    "pyproject.toml": r"^\[(?:project|tool\.poetry|build-system)\]",
    "setup.cfg": r"^\[metadata\]",
    "setup.py": r"\bsetup\(",
    "Cargo.toml": r"^\[(?:package|workspace)\]",
    "package.json": r"\"name\"",
    "Project.toml": r"^uuid",
    "DESCRIPTION": r"^Package:",
    "fpm.toml": r"^name",
    "go.mod": r"^module ",
    "pom.xml": r"<artifactId>",
    "build.gradle": r"plugin",
    "CMakeLists.txt": r"(?i:\badd_(?:library|executable)\(|\bproject[ ]?\()",
    "meson.build": r"^project\(",
    "configure.ac": r"AC_INIT",
    "PackageInfo.g": r"SetPackageInfo",
}


def collect(snapshot: Snapshot) -> Deployment:
    """A pure function of the tree; what lies in vendored code and in fixtures is not the project's."""
    name = declared_name(snapshot)
    modules: list[Module] = []
    services: list[Sign] = []
    count = 0
    for entry in snapshot.files():
        services += _service(snapshot, entry)
        recogniser = _recogniser(entry)
        if recogniser is None:
            continue
        count += 1
        if count <= MOST:
            module = _module(snapshot, entry, recogniser, name)
            modules += [module] if module is not None else []
            services += _port(snapshot, entry, module)
    return Deployment(
        modules=tuple(_one_per_folder(modules)),
        services=tuple(services[:MOST]),
        manifests=tuple(path for path in _MANIFESTS if _declares(snapshot, path)),
        names=name.names,
        truncated=count > MOST,
    )


def _recogniser(entry: Entry) -> Recogniser | None:
    """Cheap before exact: most paths end in none of a few ways."""
    if not entry.name.endswith(_ENDINGS) and not entry.name.startswith(_BEGINNINGS):
        return None
    found = next((one for one in RECOGNISERS if one.path.search(entry.path)), None)
    return None if found is None or by_path(entry.path) or _NEVER.search(entry.path) else found


def _module(snapshot: Snapshot, entry: Entry, recogniser: Recogniser, project: ProjectName) -> Module | None:
    said = recogniser.read(snapshot.text(entry, LIMIT))
    if said is None:
        return None
    itself = _ROOTS.get(recogniser.kind) == entry.folder
    named = bool(said.installs) and _names(said.installs[:20_000], project)
    role = recogniser.kind == "Ansible role" and not said.name
    return Module(
        kind=recogniser.kind,
        group=recogniser.group,
        path=entry.path,
        name=_role(entry.path) if role else said.name,
        own=said.problem is None and (named or said.from_tree or itself),
        from_tree=said.from_tree or itself,
        version=said.version,
        aside=_is_aside(entry.folder.split("/")),
        problem=said.problem,
    )


def _is_aside(folders: list[str]) -> bool:
    """For development, tests, documents or examples."""
    named = any(folder.lower() in _ASIDE for folder in folders)
    return named or in_test_folder(folders) or in_document_folder(folders)


def _names(text: str, project: ProjectName) -> bool:
    """By an address or a name. One of three letters is a word of many texts, and counts where things are installed."""
    folded = text.lower()
    if any(repository in folded for repository in project.repositories):
        return True
    own = aliases((*project.names, *(repository.rpartition("/")[2] for repository in project.repositories)))
    if names_any(text, frozenset(name for name in own if len(name) > 3)):
        return True
    short = "|".join(re.escape(name) for name in sorted(own) if len(name) <= 3)
    installed = rf"\b(?:install|image:?|pkg:?)[^\n]{{0,80}}[\s/\"'=](?:{short})\b"
    return bool(short) and re.search(installed, folded) is not None


def _role(path: str) -> str | None:
    """`roles/web/tasks/main.yml` is the role web; in the root it is the repository itself."""
    folders = path.split("/")[:-2]
    return folders[-1] if folders else None


def _one_per_folder(modules: list[Module]) -> Iterator[Module]:
    """Terraform's files of one folder are one module: that which deploys the project stands for it."""
    kept: dict[tuple[str, str], Module] = {}
    for one in modules:
        key = (one.kind, one.path.rpartition("/")[0] if one.kind == "Terraform module" else one.path)
        if key not in kept or (one.own and not kept[key].own):
            kept[key] = one
    return iter(sorted(kept.values(), key=lambda one: one.path))


def _port(snapshot: Snapshot, entry: Entry, module: Module | None) -> Iterator[Sign]:
    """A container of the project that offers a port is a service; one for development is none."""
    if module is None or module.group != CONTAINER or module.aside or not module.own:
        return
    if _EXPOSES.search(snapshot.text(entry, LIMIT)):
        yield Sign(entry.path, "a port that a container offers")


def _service(snapshot: Snapshot, entry: Entry) -> Iterator[Sign]:
    if not entry.name.endswith(_SERVICE_ENDINGS) and "init.d/" not in entry.path:
        return
    for path, content, what in _SERVICES:
        if path.search(entry.path) and not by_path(entry.path) and not _is_aside(entry.folder.split("/")):
            if content.search(snapshot.text(entry, LIMIT)):
                yield Sign(entry.path, what)
            return


def _declares(snapshot: Snapshot, path: str) -> bool:
    entry = snapshot.by_path.get(path)
    if entry is None or not entry.is_file:
        return False
    return re.search(_MANIFESTS[path], snapshot.text(entry, LIMIT), re.M) is not None
