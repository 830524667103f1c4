"""automated-step: the continuous integration runs a step of the asked purpose, and it can fail."""

from criteria.automated import Asked, judged
from criteria.automation.model import Purpose, Trigger
from criteria.check import Parameters
from criteria.evidence.automation import KIND
from criteria.model import EvidenceSet, Verdict

ID = "automated-step"
TITLE = "Continuous integration runs the asked step"
WHY = "What runs by itself is not forgotten, and what cannot fail tells nothing."
HOW = (
    "The configuration of the continuous integration in the tree is parsed, with the scripts it calls. A step counts "
    "by the tool it starts, at one of the asked triggers, where it can run and its failure is not masked. That a "
    "server ran it is known to the forge alone."
)
FIX = "Add a job that runs the tool on each change, without `continue-on-error` and without `|| true`."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`purposes`, of which one is enough, at one of the `triggers`."""
    purposes = tuple(Purpose(name) for name in parameters["purposes"])
    triggers = tuple(Trigger(name) for name in parameters["triggers"])
    named = " or ".join(purposes)
    required = f"a step for {named}, at: {', '.join(triggers)}"
    return judged(evidence, Asked(ID, purposes, triggers, f"runs a step for {named}", required), None)
