"""sage-commit-messages: each commit of a change says what it does."""

import re

from criteria.changes.messages import read_message
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.change import KIND, Changeset
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.snapshot import CommitInfo

ID = "sage-commit-messages"
TITLE = "Each commit of a change says what it does"
WHY = "The history is read line by line years later; a subject of one filler word leaves its reader alone."
HOW = (
    "The commits that the change brings, merges apart: the subject is there, is no longer than asked for, and is "
    "followed by an empty line; it is no filler such as fix or update, none that the editor of the forge proposes, and "
    "no mark of work to be folded (fixup!, squash!, amend!, WIP)."
)
FIX = "Reword the commits with `git rebase -i`, and fold those that mend others of the same change."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

SHOWN = 200  # commits that are listed
_FOLDED = re.compile(r"(?:fixup|squash|amend)!", re.I)
_UNFINISHED = re.compile(r"\[?(?:wip|work in progress|do not merge)\b", re.I)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    change: Changeset = evidence[KIND].data
    longest = int(parameters["maximum_subject"])
    required = f"subjects of at most {longest} characters that say what the commit does"
    commits = [commit for commit in change.commits if len(commit.parents) < 2]
    if not commits:
        return not_applicable(f"{ID} speaks of the commits of a change; this one brings none but merges")
    findings = tuple(
        Finding(ID, f"{commit.id[:12]}: {why}.") for commit in commits if (why := _wrong(commit, longest)) is not None
    )
    found = f"{len(findings)} of {len(commits)} commits"
    if findings:
        return failed(f"{found}; {findings[0].message.rstrip('.')}", findings[:SHOWN], required=required, found=found)
    if change.truncated is not None:
        return not_assessed(change.truncated, required=required, found=found)
    return passed(f"none of {len(commits)} subjects is amiss", Strength.E3, required=required, found=found)


def _wrong(commit: CommitInfo, longest: int) -> str | None:
    subject, _, rest = commit.message.lstrip("\n").partition("\n")
    subject = subject.strip()
    if not subject:
        return "it has no subject"
    if _FOLDED.match(subject):
        return "it is marked to be folded into another"
    if _UNFINISHED.match(subject):
        return "it is marked as unfinished"
    weak = read_message(commit.message, commit.author.name, merge=False, main=None).weak
    if weak is not None:
        return f"its subject is {weak}" if weak in ("empty", "too short") else f"its subject {_says(weak)}"
    if len(subject) > longest:
        return f"its subject is longer than {longest} characters"
    if rest.split("\n", 1)[0].strip():
        return "no empty line follows its subject"
    return None


def _says(weak: str) -> str:
    return f"was {weak}" if weak.startswith("left") else weak
