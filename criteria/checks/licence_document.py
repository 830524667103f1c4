"""QC.Doc06.4: the documentation has a LICENSE file with detailed licence information."""

from collections.abc import Iterator

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.licences import KIND, Licences
from criteria.licences.agreement import agreement, recognised, summary, unfit
from criteria.model import EvidenceSet, Finding, Verdict

ID = "QC.Doc06.4"
TITLE = "LICENSE file with details"
WHY = "Who packages or reuses the software must know the terms of all of it, code of third parties included."
HOW = (
    "Asks for a recognised licence text in the root, and for a licence file or a notice in or for every folder that by "
    "its name holds code of third parties (third_party, _vendor, node_modules and the like)."
)
FIX = "Keep LICENSE in the root, and add the licence of each bundled project beside its code or to a NOTICE file."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_REQUIRED = "a recognised licence text in the root, and licences or notices for bundled code"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """A notice file in the root, or further licences in the main file, speak for all bundled folders."""
    licences: Licences = evidence[KIND].data
    if not licences.tracked:
        return not_applicable("QC.Doc06.4: the commit holds no file that could be documented")
    root = recognised(licences, root=True)
    if not root:
        if any(file.root and file.truncated for file in licences.files):
            return not_assessed("a licence file of the root is longer than we read")
        return failed(
            "the root holds no recognised licence text", tuple(unfit(ID, licences)), required=_REQUIRED, found="none"
        )
    found = summary(licences, root)
    spoken_for = any("/" not in path for path in licences.notices) or any(len(file.matches) > 1 for file in root)
    if licences.unlicensed_bundles and not spoken_for:
        return failed(
            f"{len(licences.unlicensed_bundles)} folders of third-party code come without licence or notice",
            tuple(_bare(licences)),
            required=_REQUIRED,
            found=found,
        )
    return passed(f"in the root: {found}", agreement(licences).strength, required=_REQUIRED, found=found)


def _bare(licences: Licences) -> Iterator[Finding]:
    for folder in licences.unlicensed_bundles[:20]:
        yield Finding(ID, f"{folder} holds code of third parties without their licence; add it", folder)
