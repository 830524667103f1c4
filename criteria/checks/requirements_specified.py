"""requirements-specified: people and programs are told what the software needs."""

from criteria.check import Parameters
from criteria.checks import dependencies_declared, install_instructions
from criteria.joined import all_of, asked
from criteria.model import EvidenceSet, Verdict

ID = "requirements-specified"
TITLE = "Requirements are specified for people and programs"
WHY = "What a program needs and how it is installed belongs together; one without the other leads nowhere."
HOW = "Joins two rules: instructions to build, install or run, and dependencies that a program can read."
FIX = "Write down the steps of the installation, and declare the dependencies in the manifest of your language."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("statements",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`automated`: an automatic build is asked for besides."""
    parts = {"instructions": install_instructions, "dependencies": dependencies_declared}
    return all_of({name: asked(check, evidence, parameters) for name, check in parts.items()})
