"""version-agreement: the metadata name the version, and it is that of the manifest or the release."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.history import History
from criteria.evidence.statements import DESCRIPTIVE, Statements
from criteria.metadata.releases import parse
from criteria.metadata.statements import VERSION, Statement
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "version-agreement"
TITLE = "The version stands in the metadata and agrees"
WHY = "A citation with the wrong version leads to the wrong code."
HOW = (
    "The version of CITATION.cff, codemeta.json, .zenodo.json or the POM is compared with that of the manifests and of "
    "the highest release tag on the history of the commit. `v1.2` and `1.2.0` are one version."
)
FIX = "Write the version into CITATION.cff or codemeta.json with every release, best by a script."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("statements", "history")

_REQUIRED = "a version in the metadata that is the one of the manifest or of the release tag"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E3 where a manifest or a tag says the same, E2 where nothing else states a version."""
    stated: Statements = evidence["statements"].data
    history: History = evidence["history"].data
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be described")
    versions = stated.of(VERSION, within=DESCRIPTIVE)
    if not versions:
        return failed("no metadata file names a version", required=_REQUIRED, found="none")
    others = {one.path: one.value for one in stated.of(VERSION) if one.path not in DESCRIPTIVE}
    if history.latest:
        others["the highest release tag"] = history.latest.version
    found = ", ".join(f"{one.path}: {printable(one.value)}" for one in versions)
    if not others:
        return passed(f"{found}; nothing else names a version", Strength.E2, required=_REQUIRED, found=found)
    known = {_canonical(value) for value in others.values()}
    wrong = [one for one in versions if _canonical(one.value) not in known]
    if wrong:
        return failed(
            _sentence(wrong[0], others), tuple(_finding(one, others) for one in wrong), required=_REQUIRED, found=found
        )
    return passed(f"{found}, as {', '.join(others)} say", Strength.E3, required=_REQUIRED, found=found)


def _finding(one: Statement, others: dict[str, str]) -> Finding:
    return Finding(ID, _sentence(one, others), one.path)


def _sentence(one: Statement, others: dict[str, str]) -> str:
    said = ", ".join(f"{where} {printable(value)}" for where, value in others.items())
    return f"{one.path} says version {printable(one.value)}, but: {said}"


def _canonical(version: str) -> object:
    parsed = parse(version)
    return parsed.order if parsed else version
