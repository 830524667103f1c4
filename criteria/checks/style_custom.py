"""QC.Sty02: no custom style, unless the language has none."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.documents.origin import left_out
from criteria.evidence.style_settings import Setting, StyleSettings
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Sty02"
TITLE = "The style is the community's, not the project's own"
WHY = "A style that only one project has must be learned by everybody who comes, and no tool knows it."
HOW = (
    "The settings of style checkers are read and compared with the defaults: rules turned off, exceptions per file, "
    "changed "
    "schemes, styles based on none. A setting that leaves nothing to check is no style at all."
)
FIX = "Turn rules of the default set on again one by one, and correct what they find."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("style_settings",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    settings: StyleSettings = evidence["style_settings"].data
    limit = int(parameters["maximum_departures"])
    required = f"at most {limit} departures from the default style of each checker, and no style of its own"
    found = (
        ", ".join(f"{item.tool} ({printable(item.path)}): {item.departures}" for item in settings.settings)
        or "no setting"
    )
    bad = [(item, why) for item in settings.settings if (why := _why(item, limit))]
    if bad:
        findings = tuple(Finding(ID, f"{item.tool}: {why}.", item.path) for item, why in bad)
        return failed(
            f"{bad[0][0].tool} in {printable(bad[0][0].path)}: {bad[0][1]}", findings, required=required, found=found
        )
    if settings.unread:
        return not_assessed(
            f"the settings in {printable(settings.unread[0])} could not be read", required=required, found=found
        )
    if not settings.settings:
        reason = "no style setting departs from a default: none was found in the tree"
        if hint := left_out(evidence):
            return not_assessed(reason + hint, required=required, found=found)
        return passed(reason, Strength.E2, required=required, found=found)
    return passed(f"departures from the default style: {found}", Strength.E3, required=required, found=found)


def _why(item: Setting, limit: int) -> str | None:
    if item.emptied:
        return item.emptied
    if item.custom:
        return "it defines a style of its own"
    return f"{item.departures} departures from its default" if item.departures > limit else None
