"""QC.Doc04: the documentation is updated with each version that changes the software's behaviour."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.guides import Guides
from criteria.evidence.history import History
from criteria.evidence.revisions import Between, Revisions
from criteria.metadata.releases import Release, parse
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc04"
TITLE = "The documentation follows the versions"
WHY = "A reader of the documentation of an older version is led astray by every change since."
HOW = (
    "The change log is searched for an entry of the newest release tag. Without one, the newest two releases are "
    "compared: "
    "documentation has to have changed with the code where more than the last number of the version did."
)
FIX = "Write an entry for each release into the change log, and change the pages that describe what changed."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("guides", "history", "retrieval", "revisions")

REQUIRED = "an entry in the change log, or changed pages, for the newest release"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    guides: Guides = evidence["guides"].data
    history: History = evidence["history"].data
    revisions: Revisions = evidence["revisions"].data
    if not evidence["retrieval"].data.versioned:
        return not_assessed("an archive carries no release tags to hold the documentation against", required=REQUIRED)
    if history.shallow or history.broken:
        return not_assessed(
            f"{history.broken or 'the clone is shallow'}: the releases are not all here", required=REQUIRED
        )
    if history.latest is None:
        return not_applicable("QC.Ver01 found no release tag: no version was released that documents could follow")
    logs = [log for log in guides.changelogs if log.versions]
    found = f"{len(logs)} change logs; newest release {printable(history.latest.tag)}"
    entry = next((log.path for log in logs if _has(log.versions, history.latest)), None)
    if entry is not None:
        return passed(
            f"{printable(entry)} has an entry for {printable(history.latest.tag)}",
            Strength.E3,
            required=REQUIRED,
            found=found,
        )
    return _compared(revisions.between, history.latest, [log.path for log in logs], found)


def _compared(between: Between | None, latest: Release, logs: list[str], found: str) -> Verdict:
    notes = tuple(Finding(ID, f"It has no entry for {printable(latest.tag)}.", path) for path in logs[:3])
    if between is None:
        if notes:
            return failed(
                f"{printable(logs[0])} has no entry for {printable(latest.tag)}", notes, required=REQUIRED, found=found
            )
        reason = "there is no change log and no earlier release of this history to compare with"
        return not_assessed(reason, required=REQUIRED, found=found)
    changed = f"{between.documents} documentation files and {between.code} files of code changed"
    pages = f"{changed} from {printable(between.before)} to {printable(between.after)}"
    if between.truncated:
        return not_assessed(
            f"the releases differ in too many files to compare: at least {pages}", required=REQUIRED, found=found
        )
    if between.documents:
        return passed(
            pages, Strength.E3 if between.changelog else Strength.E2, required=REQUIRED, found=found, findings=notes
        )
    if not between.code:
        return passed(f"{pages}: nothing to document", Strength.E2, required=REQUIRED, found=found)
    if _numbers(between.before)[:2] == _numbers(between.after)[:2]:
        reason = f"{pages}; whether a release of that size changes behaviour only a person can say"
        return not_assessed(reason, required=REQUIRED, found=found, findings=notes)
    return failed(pages, notes, required=REQUIRED, found=found)


def _has(versions: tuple[str, ...], latest: Release) -> bool:
    return any(_plain(version) == _plain(latest.version) for version in versions)


def _plain(version: str) -> str:
    plain = version.lower().lstrip("v").replace("_", ".").replace("-", ".")
    while plain.endswith(".0") and plain.count(".") > 1:
        plain = plain[:-2]
    return plain


def _numbers(tag: str) -> tuple[str, ...]:
    parsed = parse(tag)
    return tuple(parsed.version.replace("_", ".").split(".")) if parsed else (tag,)
