"""QC.Lic01.2 of the development version: a LICENSES folder holds the text of every licence in use (REUSE)."""

from collections.abc import Iterator

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.headers import KIND as HEADERS
from criteria.evidence.headers import NOTICE, Headers
from criteria.evidence.licences import KIND, LicenceFile, Licences
from criteria.licences.agreement import beyond_us
from criteria.licences.index import GNU
from criteria.licences.names import agree, name_of, symbols
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Lic01.2@devel"
TITLE = "LICENSES folder"
WHY = "One folder with one text per licence lets people and tools find every licence that any file names."
HOW = (
    "Where the root has a folder LICENSES, each text in it is compared with the SPDX list and with its own file name, "
    "and each licence that a tag, sidecar or REUSE annotation names must have its text there. The folder is an option."
)
FIX = "Call each text in LICENSES by its SPDX id, such as LICENSES/MIT.txt, and add the text of every licence in use."
EFFORT = "minutes"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = (KIND, HEADERS)

_FOLDER = "LICENSES/"
_REQUIRED = "in LICENSES one text per licence in use, called by its SPDX id"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E2 for recognised texts, E3 where machine-readable heads name them."""
    licences: Licences = evidence[KIND].data
    headers: Headers = evidence[HEADERS].data
    files = [file for file in licences.files if file.path.startswith(_FOLDER)]
    if not files:
        return not_applicable(f"{ID}: the project keeps no LICENSES folder, which is an option")
    found = ", ".join(file.path for file in files[:5])
    findings = (*_misnamed(files), *_without_text(headers, files))
    if any(file.truncated or file.language for file in files) and beyond_us(licences):
        return not_assessed(str(beyond_us(licences)), findings=findings)
    if findings:
        more = f", and {len(findings) - 1} more things are wrong" if len(findings) > 1 else ""
        return failed(f"{findings[0].message}{more}", findings, required=_REQUIRED, found=found)
    strength = Strength.E3 if headers.tagged else Strength.E2
    return passed(f"every text is what its name says: {found}", strength, required=_REQUIRED, found=found)


def _misnamed(files: list[LicenceFile]) -> Iterator[Finding]:
    for file in files:
        stem = _id_of(file)
        if not file.matches:
            if not stem.startswith("LicenseRef-"):
                why = file.problem or "it holds the text of no licence of the SPDX list"
                yield Finding(ID, f"{file.path}: {why}", file.path)
        elif not agree(name_of(stem), file.matches[0].ids):
            name = file.matches[0].id
            yield Finding(ID, f"{file.path} holds the text of {name}; call it {_FOLDER}{name}.txt", file.path)


def _without_text(headers: Headers, files: list[LicenceFile]) -> Iterator[Finding]:
    texts = {id_ for file in files for match in file.matches for id_ in match.ids} | {_id_of(file) for file in files}
    wanted: dict[str, str] = {}
    for group in headers.groups:
        if group.way != NOTICE and group.expression:
            for id_ in symbols(group.expression):
                wanted.setdefault(id_, group.paths[0])
    for id_, path in sorted(wanted.items()):
        if id_ not in texts and not (GNU.match(id_) and agree(name_of(id_), texts)):
            yield Finding(ID, f"{path} names {id_}, of which {_FOLDER} holds no text; add {_FOLDER}{id_}.txt", path)


def _id_of(file: LicenceFile) -> str:
    name = file.path.rpartition("/")[2]
    stem, _, suffix = name.rpartition(".")
    return stem if stem and suffix.lower() in ("txt", "md", "rst", "text") else name
