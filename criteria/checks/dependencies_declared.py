"""dependencies-declared: dependencies are machine-readable, and a build that runs by itself uses them."""

from criteria.automation.model import BY_ITSELF, Automation, Purpose, runs
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.dependencies import Dependencies
from criteria.evidence.statements import Statements
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "dependencies-declared"
TITLE = "Dependencies are declared for machines, and built automatically"
WHY = "Only a program that reads what is needed can put the same surroundings together again."
HOW = (
    "Manifests and lock files of many package tools are parsed. The configuration of the continuous integration is "
    "searched for a job that builds, packages or tests and can fail."
)
FIX = "Declare the dependencies in the manifest of your language, and build in continuous integration."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "dependencies", "automation", "statements")

_BUILDS = (Purpose.BUILD, Purpose.PACKAGE, Purpose.TESTS)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`automated`: a build that runs by itself is asked for besides. E3 where both are there."""
    data: Dependencies = evidence["dependencies"].data
    automation: Automation = evidence["automation"].data
    stated: Statements = evidence["statements"].data
    automated = bool(parameters["automated"])
    required = "a manifest that declares dependencies" + (", and a build that runs by itself" if automated else "")
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could depend on anything")
    good = [file for file in data.files if file.problem is None]
    manifests = [
        *(file.path for file in good),
        *(path for path in stated.files if path not in ("CITATION.cff", ".zenodo.json")),
    ]
    builds = [step for purpose in _BUILDS for step in runs(automation, purpose, BY_ITSELF)]
    found = f"{len(set(manifests))} manifests and lock files, {len(builds)} steps that build or test by themselves"
    if not manifests:
        broken = tuple(Finding(ID, f"{file.problem}.", file.path) for file in data.files if file.problem)
        return failed(
            "no manifest that a program can read declares dependencies", broken, required=required, found=found
        )
    more = len(set(manifests)) - 1
    beside = f" and {more} more {'file' if more == 1 else 'files'}" if more else ""
    shown = f"{printable(manifests[0])}{beside}, {data.total} dependencies"
    if automated and not builds and not automation.jobs and not evidence["retrieval"].data.versioned:
        reason = f"{shown}; an archive leaves out the configuration of continuous integration; assess the repository"
        return not_assessed(reason, required=required, found=found)
    if automated and not builds and automation.unread:
        reason = f"{shown}; {printable(automation.unread[0].path)} could not be read, so what builds is unknown"
        return not_assessed(reason, required=required, found=found)
    if automated and not builds:
        return failed(f"{shown}; no job builds or tests by itself", required=required, found=found)
    how = f"; {printable(builds[0].path)} runs `{printable(builds[0].command)[:80]}`" if builds else ""
    return passed(shown + how, Strength.E3 if builds else Strength.E2, required=required, found=found)
