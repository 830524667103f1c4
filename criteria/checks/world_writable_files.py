"""QC.Sec04: no file that everybody may write where configuration or logs lie."""

from criteria.census.languages import BUILD, BY_NAME, CONFIGURATION, PROGRAMMING
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.census import Census
from criteria.evidence.world_writable import KIND, Place, WorldWritable
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Sec04"
TITLE = "Nothing is made writable by everybody"
WHY = "Who may write a configuration or a log may change what the software does, or hide what it did."
HOW = (
    "All code, build files and settings are searched for modes that let everybody write: chmod, umask, install, modes "
    "of Ansible and of container files. Comments, messages, tests and directories with the sticky bit are left out."
)
FIX = "Give files 0640 or 0644 and directories 0750 or 0755, and own them by the user that needs them."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, "census")

_REQUIRED = "no mode that lets everybody write"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """A MUST NOT: it passes where everything was searched and nothing was found (V1, V7)."""
    data: WorldWritable = evidence[KIND].data
    census: Census = evidence["census"].data
    searched = sum(_sets_modes(file.language) for file in census.files)
    if not searched:
        return not_applicable(f"{ID}/no-code: the census found no code, build file or setting that could set a mode")
    samples = data.total - len(data.deployed)
    found = f"{len(data.deployed)} places in {searched:,} files" + (f", {samples} more in tests" if samples else "")
    if data.deployed:
        first = data.deployed[0]
        reason = f"{printable(first.path)}, line {first.line}: {_how(first)}"
        more = len(data.deployed) - 1
        findings = tuple(Finding(ID, f"{_how(one)}.", one.path, one.line) for one in data.deployed)
        return failed(reason + (f"; and {more} more places" if more else ""), findings, required=_REQUIRED, found=found)
    if data.unread:
        return not_assessed(f"{printable(data.unread[0])} is too large to read", required=_REQUIRED, found=found)
    return passed(f"none in {searched:,} files", Strength.E3, required=_REQUIRED, found=found)


def _sets_modes(language: str | None) -> bool:
    known = BY_NAME.get(language or "")
    return known is not None and known.group in (PROGRAMMING, BUILD, CONFIGURATION)


def _how(place: Place) -> str:
    if place.how == "umask":
        return "umask 0 lets everybody write all new files"
    return f"{place.how} {printable(place.mode)} lets everybody write"
