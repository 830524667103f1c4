"""What the project depends on, as its manifests declare it and its lock files chose it."""

from collections.abc import Iterator

import attrs

from criteria.census.apart import GENERATED, by_path
from criteria.census.kinds import in_document_folder, in_test_folder
from criteria.dependencies import sage
from criteria.dependencies.locks import LIMIT, OWN
from criteria.dependencies.model import OPTIONAL, RUNTIME, TEST, Dependency
from criteria.dependencies.oddities import oddities
from criteria.dependencies.readers import SAGE_FORMAT, Reader, reader_of
from criteria.errors import UntrustedInputError
from criteria.model import Finding
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import MAX_BYTES

KIND = "dependencies"
MOST_FILES, MOST = 2000, 20_000

_SMALL = 20_000  # bytes of a file in a package folder
# Manifests of which a lock file in the same folder is the lock.
_LOCKABLE = ("pyproject.toml", "Pipfile", "package.json", "Cargo.toml", "Gemfile", "composer.json", "Julia project")


@attrs.frozen
class ManifestFile:
    """A file that was read. `problem` says why it tells nothing, or less than it holds."""

    path: str
    format: str
    lock: bool
    dependencies: int
    problem: str | None = None


@attrs.frozen
class Dependencies:
    """`truncated`: there was more than is kept here, and `total` counts only what was read."""

    files: tuple[ManifestFile, ...]  # by path
    dependencies: tuple[Dependency, ...]
    total: int
    findings: tuple[Finding, ...]
    truncated: bool = False

    @property
    def declared(self) -> tuple[Dependency, ...]:
        """What the project itself asks for."""
        return tuple(one for one in self.dependencies if not one.locked)

    @property
    def exact(self) -> tuple[Dependency, ...]:
        """Those of one exact version, declared or locked."""
        return tuple(one for one in self.dependencies if one.version is not None)


def collect(snapshot: Snapshot) -> Dependencies:
    folders = sage.package_folders(snapshot.entries)
    found = [
        (entry, reader)
        for entry in snapshot.files()
        if (reader := _reader(entry)) is not None and entry.folder not in folders
    ]
    files: list[ManifestFile] = []
    listed: list[Dependency] = []
    for entry, reader in found[:MOST_FILES]:
        file, dependencies = _read(snapshot, entry, reader)
        files += [file] if file.dependencies or file.problem else []
        listed += dependencies
    packages = list(sage.packages(folders, lambda entry: snapshot.text(entry, _SMALL)))
    if packages:
        folder = packages[0].path.partition("build/pkgs/")[0] + "build/pkgs"
        files.append(ManifestFile(folder, SAGE_FORMAT, False, len(packages)))
    listed = sorted([*listed, *packages], key=_order)
    own = {(one.ecosystem, one.name) for one in listed if one.source == OWN}
    others = [one for one in listed if one.source != OWN]
    locks = (file.path for file in files if file.lock and file.format != "pip constraints")
    lockable = frozenset(file.path for file in files if file.format in _LOCKABLE)
    asked = [one for one in others if (one.ecosystem, one.name) not in own]
    return Dependencies(
        files=tuple(sorted(files, key=lambda file: file.path)),
        dependencies=tuple(others[:MOST]),
        total=len(others),
        findings=oddities(asked, locks, lockable),
        truncated=len(found) > MOST_FILES or len(others) > MOST,
    )


def _reader(entry: Entry) -> Reader | None:
    """Manifests of vendored code and of test data are not the project's; lock files are generated and still its own."""
    reader = reader_of(entry.name)
    if reader is None:
        return None
    rule = by_path(entry.path)
    return reader if rule is None or (reader.lock and rule.startswith(GENERATED)) else None


def _read(snapshot: Snapshot, entry: Entry, reader: Reader) -> tuple[ManifestFile, list[Dependency]]:
    limit = LIMIT if reader.lock else MAX_BYTES
    if entry.size > limit:
        return ManifestFile(entry.path, reader.format, reader.lock, 0, f"longer than the {limit} bytes we read"), []
    try:
        found = list(_scoped(entry, reader, snapshot.text(entry, limit)))
    except UntrustedInputError as error:
        return ManifestFile(entry.path, reader.format, reader.lock, 0, str(error)[:300]), []
    return ManifestFile(entry.path, reader.format, reader.lock, len(found)), found


def _scoped(entry: Entry, reader: Reader, text: str) -> Iterator[Dependency]:
    """What a manifest in a folder of tests or of documentation asks for is for those."""
    folders = entry.folder.split("/")
    scope = TEST if in_test_folder(folders) else OPTIONAL if in_document_folder(folders) else RUNTIME
    for one in reader.read(entry.path, text):
        yield attrs.evolve(one, scope=scope) if one.scope == RUNTIME else one


def _order(one: Dependency) -> tuple[str, int, str, str, str]:
    return one.path, one.line or 0, one.ecosystem, one.name, one.scope
