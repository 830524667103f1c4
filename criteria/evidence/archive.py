"""Records about the software in archives and registries, captured once from the network and dated.

Made where the network is asked, not here: a judgement reads what was captured and asks nobody.
"""

import attrs

KIND = "archive"

SCHOLARLY, HERITAGE, REGISTRY = "scholarly repository", "software heritage", "registry"


@attrs.frozen
class ArchiveRecord:
    """One record. `kind`: scholarly repository, software heritage or registry. `identifier` without its resolver.

    `repository` is the address that the record gives for the source. `refers_to` are identifiers that it names.
    """

    kind: str
    infrastructure: str  # Zenodo, HAL, Software Heritage, ASCL, …
    url: str
    identifier: str
    title: str
    repository: str | None = None
    refers_to: tuple[str, ...] = ()


@attrs.frozen
class Archive:
    """`asked` are the kinds of infrastructure that answered; what was not asked cannot be denied."""

    captured: str  # ISO time, UTC
    asked: tuple[str, ...]
    records: tuple[ArchiveRecord, ...] = ()
