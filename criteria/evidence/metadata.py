"""The metadata that describe the software to people who cite and find it, and what the manifests say of it."""

import attrs

from criteria.metadata.citation_cff import read_citation
from criteria.metadata.codemeta import read_codemeta
from criteria.metadata.description import Description
from criteria.metadata.manifests import Manifest, read_manifests
from criteria.metadata.zenodo import read_zenodo
from criteria.model import Finding
from criteria.snapshot import Snapshot

KIND = "metadata"


@attrs.frozen
class Metadata:
    """Each description carries its own findings; `manifests` are those of the root, in a fixed order."""

    tracked: int  # paths of the commit
    citation: Description | None = None
    codemeta: Description | None = None
    zenodo: Description | None = None
    manifests: tuple[Manifest, ...] = ()

    @property
    def descriptions(self) -> tuple[Description, ...]:
        return tuple(one for one in (self.citation, self.codemeta) if one is not None)

    @property
    def all_descriptions(self) -> tuple[Description, ...]:
        """With what the archive will be told, which is read but does not describe the software by itself."""
        return (*self.descriptions, *((self.zenodo,) if self.zenodo else ()))

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Every finding of every file, those of manifests that cannot be read included."""
        unread = (Finding("manifest", one.problem, one.path) for one in self.manifests if one.problem)
        return (*(finding for one in self.all_descriptions for finding in one.findings), *unread)

    @property
    def version(self) -> Manifest | None:
        """The first manifest that declares a version."""
        return next((one for one in self.manifests if one.version), None)


def collect(snapshot: Snapshot) -> Metadata:
    return Metadata(
        tracked=len(snapshot.entries),
        citation=read_citation(snapshot),
        codemeta=read_codemeta(snapshot),
        zenodo=read_zenodo(snapshot),
        manifests=read_manifests(snapshot),
    )
