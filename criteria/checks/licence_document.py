"""QC.Doc06.4: the documentation has a LICENSE file with detailed licence information."""

import re
from collections.abc import Iterator, Sequence

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.headers import KIND as HEADERS
from criteria.evidence.headers import Headers, VendoredComponent
from criteria.evidence.licences import KIND, Licences
from criteria.licences.agreement import agreement, beyond_us, recognised, summary
from criteria.licences.findings import unfit
from criteria.model import EvidenceSet, Finding, Verdict

ID = "QC.Doc06.4"
TITLE = "LICENSE file with details"
WHY = "Who packages or reuses the software must know the terms of all of it, code of third parties included."
HOW = (
    "Asks for a recognised licence text in the root, and for a licence file or a notice in or for every folder that by "
    "its name holds code of third parties (third_party, _vendor, node_modules and the like). Heads that name a licence "
    "in at least half of its files speak for a folder."
)
FIX = "Keep LICENSE in the root, and add the licence of each bundled project beside its code or to a NOTICE file."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, HEADERS)

_HALF = 0.5  # share of a folder's files whose heads name a licence
_SHOWN = 20  # findings
_REQUIRED = "a recognised licence text in the root, and licences or notices for bundled code"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """A notice file in the root, or further licences in the main file, speak for all bundled folders."""
    licences: Licences = evidence[KIND].data
    headers: Headers = evidence[HEADERS].data
    if not licences.tracked:
        return not_applicable("QC.Doc06.4: the commit holds no file that could be documented")
    root = recognised(licences, root=True)
    if not root:
        if problem := beyond_us(licences, root=True):
            return not_assessed(problem)
        return failed(
            "the root holds no recognised licence text", tuple(unfit(ID, licences)), required=_REQUIRED, found="none"
        )
    found = summary(licences, headers, root)
    spoken_for = any("/" not in path for path in licences.notices) or any(len(file.matches) > 1 for file in root)
    bare = [one for one in headers.vendored if not _licensed(one, licences)]
    findings = tuple(_bare(bare))
    if bare and not spoken_for:
        count = (
            "1 folder of third-party code comes" if len(bare) == 1 else f"{len(bare)} folders of third-party code come"
        )
        return failed(f"{count} without licence or notice", findings, required=_REQUIRED, found=found)
    return passed(
        f"in the root: {found}",
        agreement(licences, headers).strength,
        required=_REQUIRED,
        found=found,
        findings=findings,
    )


def _licensed(one: VendoredComponent, licences: Licences) -> bool:
    """By a licence file inside, by the heads of its files, or by a text elsewhere that bears its name."""
    if one.licence is not None or one.named >= _HALF * one.files:
        return True
    name = one.folder.rpartition("/")[2].lower()
    named = [file.path.rpartition("/")[2].lower() for file in licences.files if file.matches]
    return any(re.match(rf"(?:licen[cs]e[-_.])?{re.escape(name)}[-_.]", file) for file in named)


def _bare(components: Sequence[VendoredComponent]) -> Iterator[Finding]:
    for one in components[:_SHOWN]:
        yield Finding(ID, f"{one.folder} holds code of third parties without their licence; add it", one.folder)
