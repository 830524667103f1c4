"""QC.Sty02.2: a custom style becomes more consistent over time."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.revisions import Revisions
from criteria.evidence.style_settings import StyleSettings
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Sty02.2"
TITLE = "Exceptions from the style become fewer"
WHY = "A list of exceptions that only grows is a style that nobody follows."
HOW = "The departures of the style settings are counted now and at a release about a year older, taken from its tag."
FIX = "Take exceptions out of the settings, one with each release."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("revisions", "style_settings", "retrieval")

_REQUIRED = "no more departures from the default style than a year before"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    settings: StyleSettings = evidence["style_settings"].data
    revisions: Revisions = evidence["revisions"].data
    then = revisions.style
    if settings.unread:
        reason = f"the settings in {printable(settings.unread[0])} could not be read"
        return not_assessed(reason, required=_REQUIRED)
    if not settings.departures and not settings.custom:
        return not_applicable("QC.Sty02 found no departure from a default style that could become fewer")
    if not evidence["retrieval"].data.versioned:
        return not_assessed("an archive carries no earlier release to compare with", required=_REQUIRED)
    if then is None:
        return not_assessed("no release about a year older is in this history", required=_REQUIRED)
    before = f"{then.departures} in {then.checkers} at {printable(then.release)}"
    found = f"{settings.departures} departures in {len(settings.settings)} settings; {before}"
    if settings.departures > then.departures and len(settings.settings) <= then.checkers:
        return failed(f"exceptions became more: {found}", required=_REQUIRED, found=found)
    if settings.departures > then.departures:
        # A checker that was not there before brings its first exceptions along: a stricter style, not a looser one.
        return passed(f"more checkers are in use: {found}", Strength.E2, required=_REQUIRED, found=found)
    return passed(found, Strength.E3, required=_REQUIRED, found=found)
