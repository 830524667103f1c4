"""QC.Lic03 of the development version: every file carries a licensing tag."""

from collections.abc import Iterator

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.headers import KIND, NOTICE, Headers
from criteria.evidence.licences import KIND as LICENCES
from criteria.evidence.licences import Licences
from criteria.licences.agreement import texts
from criteria.licences.findings import other_heads
from criteria.licences.names import agree
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Lic03@devel"
TITLE = "Licensing tag in every file"
WHY = "A file that is copied into another project keeps its licence only where the file itself names it."
HOW = (
    "Reads the head of every first-party source file and looks for SPDX-License-Identifier; sidecars, REUSE.toml and "
    ".reuse/dep5 count as well. Notices in words are counted beside it: people understand them, tools do not."
)
FIX = "Add a line SPDX-License-Identifier with the licence to each source file; `assay fix` proposes these lines."
EFFORT = "minutes"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = (KIND, LICENCES)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_tagged` is the least share of source files. E3 where all tags name a licence whose text is there."""
    headers: Headers = evidence[KIND].data
    licences: Licences = evidence[LICENCES].data
    minimum: float = parameters["minimum_tagged"]
    if not headers.files:
        return not_applicable("QC.Lic03@devel: the census found no first-party source file that is not empty")
    required = f"a licensing tag in at least {minimum:.0%} of the source files"
    found = counts(headers)
    findings = (*other_heads(ID, licences, headers), *_without(headers))
    if headers.tagged < minimum * headers.files:
        if headers.tagged + headers.unread >= minimum * headers.files:
            reason = f"{headers.unread:,} source files could not be read; the rest would do: {found}"
            return not_assessed(reason, findings=findings, required=required, found=found)
        return failed(found, findings, required=required, found=found)
    every = texts(licences)
    tags = [group for group in headers.groups if group.way != NOTICE and group.licence.known]
    strength = Strength.E3 if every and all(agree(group.licence, every) for group in tags) else Strength.E2
    return passed(found, strength, required=required, found=found, findings=findings)


def counts(headers: Headers) -> str:
    """For example `0 of 4,553 source files carry a licensing tag; 2,553 name a licence in words, …`."""
    parts = [
        f"{headers.tagged:,} of {headers.files:,} source files carry a licensing tag",
        f"{headers.count(NOTICE):,} name a licence in words",
        f"{headers.holder_only:,} name only the holder",
        f"{headers.bare:,} name nothing",
    ]
    more = [(headers.reserved, "reserve all rights"), (headers.unread, "could not be read")]
    parts += [f"{count:,} {what}" for count, what in more if count]
    return f"{parts[0]}; {', '.join(parts[1:])}"


def _without(headers: Headers) -> Iterator[Finding]:
    for path in headers.without:
        yield Finding(ID, "the head of the file names no licence; add SPDX-License-Identifier", path)
