"""warnings-enabled: a tool that warns of mistakes is configured and run."""

from criteria.automation.model import BY_ITSELF, Automation, Purpose, runs, why_not
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.documents.origin import left_out
from criteria.evidence.code_shape import CodeShape
from criteria.evidence.style import Style
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "warnings-enabled"
TITLE = "A tool that warns of mistakes is used"
WHY = "A compiler or linter finds many faults for nothing, where somebody lets it."
HOW = (
    "Build files are searched for flags that turn warnings on, the root for configured linters, and the continuous "
    "integration for steps of style, types or security that run by themselves and can fail. A step whose failure is "
    "masked does not count."
)
FIX = "Turn compiler warnings on in the build, or run a linter in continuous integration."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("code_shape", "style", "automation")

_REQUIRED = "a linter or warning flags, configured or run by continuous integration"
_PURPOSES = (Purpose.STYLE, Purpose.TYPES, Purpose.SECURITY)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E3 where it is run by itself and can fail, E2 where it is only configured."""
    shape: CodeShape = evidence["code_shape"].data
    style: Style = evidence["style"].data
    automation: Automation = evidence["automation"].data
    if not shape.files:
        return not_applicable("the census found no first-party code")
    steps = [step for purpose in _PURPOSES for step in runs(automation, purpose, BY_ITSELF)]
    configured = [
        *shape.warnings,
        *(f"{one.name} in {one.path}" for one in style.standards if one.name != "EditorConfig"),
    ]
    configured += [f"{hook.command[:60]} in {hook.path}" for hook in automation.hooks[:3]]
    found = f"{len(steps)} steps run by themselves, {len(configured)} configurations"
    if steps:
        reason = f"{printable(steps[0].path)} runs `{printable(steps[0].command)[:80]}`"
        return passed(reason, Strength.E3, required=_REQUIRED, found=found)
    notes = tuple(Finding(ID, f"{printable(said)}.") for purpose in _PURPOSES for said in why_not(automation, purpose))
    if configured:
        reason = f"configured: {printable(', '.join(configured[:3]))}; nothing runs it by itself"
        return passed(reason, Strength.E2, required=_REQUIRED, found=found, findings=notes)
    said = "no linter and no warning flag was found"
    if automation.unread:
        reason = f"{said}; {printable(automation.unread[0].path)} could not be read"
        return not_assessed(reason, required=_REQUIRED, found=found)
    if hint := left_out(evidence):
        return not_assessed(said + hint, required=_REQUIRED, found=found)
    return failed(said, notes, required=_REQUIRED, found=found)
