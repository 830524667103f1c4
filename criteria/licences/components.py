"""The licences of the packages in one repository: what the manifest of each says, and the text beside it (A34)."""

from collections.abc import Mapping, Sequence

import attrs

from criteria.census.apart import by_path
from criteria.census.kinds import DOCUMENT_FOLDERS, in_test_folder
from criteria.licences.names import Name, name_of
from criteria.metadata.manifests import READERS, read_manifest
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import MAX_BYTES

MOST = 200  # packages that are read


@attrs.frozen
class ComponentLicence:
    """A folder below the root with a manifest of its own.

    `value` is what the manifest names, `expression` or `family` what that means. `texts` are the SPDX ids of the
    licence texts in the folder, `file` the first of them.
    """

    folder: str
    manifest: str
    value: str | None = None
    expression: str | None = None
    family: str | None = None
    file: str | None = None
    texts: tuple[str, ...] = ()

    @property
    def name(self) -> Name:
        return Name(self.expression, self.family)


def component_licences(
    snapshot: Snapshot, texts: Mapping[str, tuple[str, Sequence[str]]]
) -> tuple[tuple[ComponentLicence, ...], int]:
    """The packages by folder, and how many more there are. `texts`: by folder the path of a licence file and its ids.

    Where a folder has several manifests, the first that names a licence speaks for it.
    """
    folders: dict[str, list[Entry]] = {}
    for entry in snapshot.entries:
        if entry.name in READERS and entry.folder and entry.is_file and _is_package(entry.folder):
            folders.setdefault(entry.folder, []).append(entry)
    chosen = sorted(folders)[:MOST]
    found = tuple(_component(snapshot, folder, folders[folder], texts.get(folder)) for folder in chosen)
    return found, len(folders) - len(chosen)


def _is_package(folder: str) -> bool:
    parts = folder.split("/")
    documents = any(part.lower() in DOCUMENT_FOLDERS for part in parts)
    return not documents and not in_test_folder(parts) and by_path(f"{folder}/x") is None


def _component(
    snapshot: Snapshot, folder: str, manifests: Sequence[Entry], text: tuple[str, Sequence[str]] | None
) -> ComponentLicence:
    order = list(READERS)
    file, ids = text if text else (None, ())
    found = ComponentLicence(folder, manifests[0].path, file=file, texts=tuple(ids))
    for entry in sorted(manifests, key=lambda one: order.index(one.name)):
        if entry.size > MAX_BYTES:
            continue
        manifest = read_manifest(entry.path, snapshot.text(entry, MAX_BYTES))
        for value in (*manifest.licences, *manifest.classifiers):
            name = name_of(value)
            if name.known:
                return attrs.evolve(
                    found, manifest=entry.path, value=value[:300], expression=name.expression, family=name.family
                )
    return found
