"""data-formats: the documentation names the data formats that the code reads and writes."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.formats import KIND, Formats, FormatUse
from criteria.evidence.interfaces import SCHEMA, Interfaces
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "data-formats"
TITLE = "The documentation names the data formats"
WHY = "Data outlive programs; whoever reads them later has to know what they are written in."
HOW = (
    "Imports of libraries that read and write data tell which formats the code uses; names of formats are looked for "
    "in the documentation and compared with them. A table says which formats are open. Schemas count as files that "
    "hold one, or as links to one from the documentation."
)
FIX = "Add a page on input and output to the documentation: each format by name, with a link to its specification."
EFFORT = "hours"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = (KIND, "interfaces")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`ask`: described, open or schema. E3 where code and documentation name the same format."""
    data: Formats = evidence[KIND].data
    files: Interfaces = evidence["interfaces"].data
    ask = str(parameters["ask"])
    if not data.code_files:
        return not_applicable(f"{ID}: no first-party code was found that could read or write data")
    if ask == "schema":
        return _schema(data, files)
    if not data.used and not data.named:
        return not_applicable(f"{ID}: neither an import of the code nor the documentation names a data format")
    return _open(data) if ask == "open" else _described(data)


def _described(data: Formats) -> Verdict:
    required = "the formats that the code reads and writes, by name, in the documentation"
    both = [one for one in data.used if one.documents]
    silent = [one for one in data.used if not one.documents]
    found = f"used: {_names(data.used)}; documented: {_names(data.named)}"
    notes = tuple(Finding(ID, f"{one.name} is used and named in no document.", one.first_source) for one in silent)
    if data.used and not both:
        return failed(f"no format that the code uses is named in the documentation: {_names(silent)}", notes,
                      required=required, found=found)  # fmt: skip
    if len(silent) > len(both):
        return failed(f"{len(silent)} of {len(data.used)} formats are named in no document: {_names(silent)}", notes,
                      required=required, found=found)  # fmt: skip
    named = both or list(data.named)
    reason = f"{_names(named)}, such as in {printable(named[0].first_document or '')}"
    return passed(reason, Strength.E3 if both else Strength.E1, required=required, found=found, findings=notes)


def _open(data: Formats) -> Verdict:
    required = "open formats for all data, or an open one beside each that is not"
    uses = data.used or data.named
    closed = [one for one in uses if not one.open]
    good = [one for one in uses if one.open]
    notes = tuple(
        Finding(ID, f"{one.name} is no open format.", one.first_source or one.first_document) for one in closed
    )
    found = f"open: {_names(good)}; not open: {_names(closed)}"
    if not good:
        return failed(f"all formats in use are closed: {_names(closed)}", notes, required=required, found=found)
    strength = Strength.E2 if data.used else Strength.E1
    return passed(found, strength, required=required, found=found, findings=notes)


def _schema(data: Formats, files: Interfaces) -> Verdict:
    required = "a schema of the data, in the tree or linked from the documentation"
    if not data.used and not data.named:
        return not_applicable(f"{ID}: neither an import of the code nor the documentation names a data format")
    own = files.of(SCHEMA)
    if own:
        reason = f"{len(own)} schema files, such as {printable(own[0].path)} ({own[0].format})"
        return passed(reason, Strength.E2, required=required, found=reason)
    if data.schema_documents:
        reason = f"{printable(data.schema_documents[0])} refers to a schema or specification"
        return passed(reason, Strength.E1, required=required, found=reason)
    hollow = tuple(Finding(ID, f"{one.reason}.", one.path) for one in files.hollow)
    return failed("no schema lies in the tree and none is linked", hollow, required=required, found="none")


def _names(uses: tuple[FormatUse, ...] | list[FormatUse]) -> str:
    return ", ".join(one.name for one in uses[:8]) or "none"
