"""CycloneDX 1.6: the bill of materials of the assessed commit, as far as its manifests and lock files name it.

Made of the document alone: the serial number comes from the commit and the only time is the commit's, so that the same
commit gives the same bytes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from criteria.dependencies.purl import package_url

if TYPE_CHECKING:
    from cyclonedx.model.component import Component

MEDIA_TYPE = "application/vnd.cyclonedx+json; version=1.6"
SUFFIX = ".cdx.json"


def render(document: dict[str, Any]) -> bytes:
    # Imported here: every command would pay for it, and few ask for this format.
    from cyclonedx.model import Property
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.output.json import JsonV1Dot6

    listed = document["dependencies"] or {"total": 0, "complete": False, "components": []}
    subject = _subject(document)
    bom = Bom(
        serial_number=uuid5(NAMESPACE_URL, f"{document['source']} {document['swhids']['rev']}"),
        metadata=BomMetaData(
            component=subject,
            timestamp=datetime.fromisoformat(document["commit_time"]),
            properties=[
                Property(name="assay:complete", value=str(listed["complete"]).lower()),
                Property(name="assay:components", value=str(listed["total"])),
            ],
        ),
        components=[_component(row) for row in listed["components"]],
    )
    declared = {row["purl"] for row in listed["components"] if row["declared"]}
    bom.register_dependency(subject, [one for one in bom.components if one.bom_ref.value in declared])
    return (JsonV1Dot6(bom).output_as_string(indent=2) + "\n").encode()


def _subject(document: Mapping[str, Any]) -> "Component":
    """What was assessed: by name, version or commit, and the identifier of its revision."""
    from cyclonedx.model.component import Component, ComponentType, Swhid

    name = document["source"].rstrip("/").rpartition("/")[2].removesuffix(".git") or document["source"]
    revision = document["swhids"]["rev"]
    return Component(
        name=name,
        type=ComponentType.APPLICATION,
        version=document["label"] or document["commit"],
        bom_ref=revision,
        swhids=[Swhid(revision)],
    )


def _component(row: Mapping[str, Any]) -> "Component":
    from cyclonedx.model import Property
    from cyclonedx.model.component import Component, ComponentScope

    address = package_url(row["ecosystem"], row["name"], row["version"])
    scope = {"runtime": ComponentScope.REQUIRED, "optional": ComponentScope.OPTIONAL}
    values = {"scope": row["scope"], "path": row["path"], "constraint": row["constraint"]}
    return Component(
        name=address.name,
        group=address.namespace,
        version=row["version"],
        bom_ref=row["purl"],
        purl=address,
        scope=scope.get(row["scope"], ComponentScope.EXCLUDED),
        properties=[Property(name=f"assay:{name}", value=value) for name, value in values.items() if value],
    )
