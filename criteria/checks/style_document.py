"""QC.Sty02.1: a custom style is documented rule by rule."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.style_settings import Setting, StyleSettings
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Sty02.1"
TITLE = "A custom style is written down"
WHY = "A rule that stands only in the settings of a checker tells nobody what to do instead, and why."
HOW = (
    "Where the settings of a checker depart from its default further than QC.Sty02 allows, or define a style of their "
    "own, "
    "a text about the style is looked for: a style guide, or a part of CONTRIBUTING, with rules as items or headings."
)
FIX = "Write a style guide with one entry for each rule that differs from the community's style."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("style_settings",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    settings: StyleSettings = evidence["style_settings"].data
    rules, words = int(parameters["minimum_rules"]), int(parameters["minimum_words"])
    required = f"a text about the style with at least {rules} rules and {words} words"
    custom = [item for item in settings.settings if _is_custom(item, int(parameters["maximum_departures"]))]
    if not custom and settings.unread:
        return not_assessed(f"the settings in {printable(settings.unread[0])} could not be read", required=required)
    if not custom:
        return not_applicable("QC.Sty02 found no custom style that would have to be written down")
    good = [document for document in settings.documents if document.rules >= rules and document.words >= words]
    found = (
        ", ".join(f"{printable(document.path)}: {document.rules} rules" for document in settings.documents[:5])
        or "no text about the style"
    )
    if not good:
        reason = (
            f"{custom[0].tool} in {printable(custom[0].path)} has a custom style, and no text explains it rule by rule"
        )
        return failed(reason, required=required, found=found)
    # The settings and the text are two sources that say there is such a style.
    return passed(f"{printable(good[0].path)} explains the style", Strength.E3, required=required, found=found)


def _is_custom(item: Setting, limit: int) -> bool:
    return item.custom or item.departures > limit
