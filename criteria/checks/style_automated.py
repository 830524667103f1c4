"""QC.Sty04: checking the style is automated, and runs on each change."""

from criteria.automated import Asked, judged
from criteria.automation.checked_languages import languages_checked
from criteria.automation.model import PER_CHANGE, Automation, Purpose, runs, steps
from criteria.census.languages import PROGRAMMING
from criteria.check import Parameters, failed, not_applicable, not_assessed
from criteria.evidence.census import Census
from criteria.evidence.style_settings import StyleSettings
from criteria.model import EvidenceSet, Verdict
from criteria.printable import printable

ID = "QC.Sty04"
TITLE = "The style is checked on each change"
WHY = "A style that is checked by hand is checked when somebody remembers."
HOW = (
    "The configuration of continuous integration is read: a job that runs a style checker on each push or change "
    "request, "
    "that can run, and whose failure is not masked. What make, tox, nox, pre-commit and scripts of the tree run "
    "counts. The "
    "checkers have to read the languages in which most of the code is written."
)
FIX = "Add a job that runs the style checker on pull requests, and let its failure fail the job."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("automation", "census", "style_settings")

REQUIRED = "a style checker that runs on each change, and can fail"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    automation: Automation = evidence["automation"].data
    settings: StyleSettings = evidence["style_settings"].data
    census: Census = evidence["census"].data
    if not census.programming_lines:
        return not_applicable("the census found no file in a programming language whose style could be checked")
    checked = [languages_checked(step.command) for step in runs(automation, Purpose.STYLE, PER_CHANGE)]
    if checked and None not in checked and (gap := _gap(census, checked, float(parameters["minimum_share"]))):
        if automation.unread:
            reason = f"{gap}; {printable(automation.unread[0].path)} could not be read"
            return not_assessed(reason, required=REQUIRED, found=f"{len(checked)} steps")
        return failed(gap, required=REQUIRED, found=f"{len(checked)} steps")
    configured = [item for item in settings.settings if not item.emptied]
    agrees = f"{configured[0].tool} is configured in {printable(configured[0].path)}" if configured else None
    asked = Asked(ID, (Purpose.STYLE,), PER_CHANGE, "checks the style on each change", REQUIRED)
    style_hooks = [step for step in automation.hooks if Purpose.STYLE in step.purposes]
    if style_hooks and not steps(automation, Purpose.STYLE):
        reason = (
            "hooks check the style, but whether they are installed anywhere the tree does not show; run them in a job"
        )
        return not_assessed(reason, required=REQUIRED, found=f"{len(style_hooks)} hooks in {style_hooks[0].path}")
    return judged(evidence, asked, agrees)


def _gap(census: Census, checked: list[frozenset[str] | None], minimum: float) -> str | None:
    """A checker of the helper scripts says nothing about a code in another language (L1)."""
    languages = frozenset(language for some in checked for language in some or ())
    lines = sum(total.lines for total in census.languages if total.group == PROGRAMMING and total.language in languages)
    share = lines / census.programming_lines
    if share >= minimum:
        return None
    named = ", ".join(sorted(languages))
    return f"what is checked on each change is {named}: {share:.0%} of the code; at least {minimum:.0%} is needed"
