"""dependency-management: dependencies are declared, fit their lock, are pinned, and are kept up to date."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.checks import dependency_updates
from criteria.dependencies.model import Dependency
from criteria.evidence.dependencies import KIND, Dependencies
from criteria.joined import asked
from criteria.model import EvidenceSet, Outcome, Strength, Verdict
from criteria.printable import printable

ID = "dependency-management"
TITLE = "Dependencies are declared, locked and kept up to date"
WHY = "Dependencies that nobody manages break, or bring weaknesses in."
HOW = (
    "Manifests and lock files are parsed and compared: what does not agree is a finding. Dependencies need a lock "
    "file, or exact or bounded versions for a share of them. An updater that is configured and switched on is shown."
)
FIX = "Commit a lock file that fits the manifest, and add a tool that proposes newer versions."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", KIND, "safeguards", "automation")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_share` of the declared dependencies with a version or a bound, without a lock file. E3 with updater."""
    data: Dependencies = evidence[KIND].data
    minimum = float(parameters["minimum_share"])
    required = f"dependencies locked, or {minimum:.0%} of them with a version or a bound, without contradictions"
    declared = data.declared
    locks = [file for file in data.files if file.lock and file.problem is None]
    broken = [file for file in data.files if file.problem]
    if not declared and not locks and broken:
        return not_assessed(
            f"{printable(broken[0].path)}: {printable(broken[0].problem or '', 200)}", required=required
        )
    if not declared and not locks:
        return not_applicable(f"{ID}: no manifest names a dependency")
    exact = sum(one.version is not None for one in declared)
    bound = sum(one.version is not None or _bounded(one) for one in declared)
    found = f"{len(declared)} declared, {exact} exact, {bound} exact or bounded, {len(locks)} lock files"
    apart = [one for one in data.findings if "lock" in one.rule]
    if apart:
        return failed(
            f"manifest and lock do not agree: {apart[0].message}", tuple(apart[:50]), required=required, found=found
        )
    if not locks and bound < minimum * len(declared):
        reason = f"{found}; {printable(broken[0].path)} could not be read" if broken else found
        return failed(reason, data.findings[:50], required=required, found=found)
    updater = asked(dependency_updates, evidence, parameters)
    more = updater.reason if updater.outcome is Outcome.PASS else "no updater is configured"
    strength = Strength.E3 if updater.outcome is Outcome.PASS else Strength.E2
    return passed(f"{found}; {more}", strength, required=required, found=found, findings=data.findings[:50])


def _bounded(one: Dependency) -> bool:
    return one.constraint.strip() not in ("", "*", "any", "latest")
