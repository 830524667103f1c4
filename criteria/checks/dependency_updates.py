"""dependency-updates: a service proposes newer dependencies."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.dependencies import Dependencies
from criteria.evidence.safeguards import KIND, Safeguards
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "dependency-updates"
TITLE = "A tool proposes updates of dependencies"
WHY = "A weakness in a dependency is only mended where the newer version is taken."
HOW = (
    "The configuration of Dependabot, Renovate or PyUp is parsed. A configuration without a rule, switched off, or "
    "that may open no request, updates nothing."
)
FIX = "Add a .github/dependabot.yml or a renovate.json with each ecosystem that you use."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", KIND, "dependencies", "automation")

_REQUIRED = "an updater that is configured and switched on"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Safeguards = evidence[KIND].data
    dependencies: Dependencies = evidence["dependencies"].data
    good = [one for one in data.updaters if one.problem is None]
    if good:
        reason = f"{printable(good[0].path)} configures {good[0].name} with {good[0].rules} rules"
        return passed(reason, Strength.E2, required=_REQUIRED, found=good[0].name)
    if not dependencies.files and not dependencies.total and not evidence["automation"].data.uses:
        return not_applicable(f"{ID}: no manifest, lock file or action was found that could be updated")
    if not data.updaters and not evidence["retrieval"].data.versioned:
        reason = "an archive leaves out what configures services; assess the repository"
        return not_assessed(reason, required=_REQUIRED, found="none")
    hollow = tuple(Finding(ID, f"{one.problem}.", one.path) for one in data.updaters if one.problem)
    return failed(
        f"{printable(data.updaters[0].path)}: {data.updaters[0].problem}" if hollow else "no updater is configured",
        hollow, required=_REQUIRED, found="none",
    )  # fmt: skip
