"""Histories and forge evidence for the tests of checks, made from what differs."""

from importlib.resources import files
from typing import Any

import attrs
import yaml

from criteria.documents.items import CONTRIBUTING, README
from criteria.evidence.documents import Document, Documents
from criteria.evidence.forge import BranchRules, ChangeRequest, CheckRun, Forge, Issues, Time, Window
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.templates import Templates
from criteria.evidence.workflow import MERGE, Change, Workflow
from criteria.metadata.project_name import ProjectName
from criteria.model import Evidence, EvidenceSet

DAY = 86_400
NOW = 1_700_000_000
PLACE = "github.com/example/star-map"
NO_FORGE = "no forge evidence was given; capture it and pass it with --forge"
FETCHED = Retrieval("git", f"https://{PLACE}", anonymous=True, reason="cloned without a credential", versioned=True)


def commit_id(number: int) -> str:
    return f"{number:040x}"


CHANGE = Change(
    commit=commit_id(1),
    time=NOW,
    how=MERGE,
    bot=False,
    release=False,
    proved=True,
    merged=commit_id(10_001),
    request=None,
    branch=None,
    owner=None,
    closes=(),
    issues=(),
    reviewed=False,
    weak=None,
    touched=("code", "tests"),
)


def change(number: int, **more: Any) -> Change:
    """A merged change request; the higher its number, the older it is."""
    fields: dict[str, Any] = {
        "commit": commit_id(number),
        "time": NOW - number * DAY,
        "merged": commit_id(10_000 + number),
        "request": number,
    }
    return attrs.evolve(CHANGE, **{**fields, **more})


def changes(count: int, start: int = 1, **more: Any) -> tuple[Change, ...]:
    return tuple(change(number, **more) for number in range(start, start + count))


def workflow(*line: Change, **more: Any) -> Workflow:
    fields: dict[str, Any] = {
        "commit": line[0].commit if line else commit_id(0),
        "time": NOW,
        "changes": line,
        "whole": True,
        "shallow": False,
        "broken": None,
        "default": "main",
        "at_head": True,
        "branches": 1,
        "lines": (),
        "remembered": 0,
        "lost_heads": (),
        "naming": (),
        "changed_code": (),
        "submodules": (),
    }
    return Workflow(**{**fields, **more})


def record(number: int, **more: Any) -> ChangeRequest:
    """The change request that `change(number)` came by: reviewed, green, described, linked."""
    fields: dict[str, Any] = {
        "number": number,
        "author": "ada",
        "is_bot": False,
        "from_fork": True,
        "merged_at": Time(NOW - number * DAY),
        "merge_commit": commit_id(number),
        "head_commit": commit_id(10_000 + number),
        "commits": 1,
        "body_length": 200,
        "body_is_template": False,
        "labels": (),
        "linked_issues": (500 + number,),
        "named_issues": (500 + number,),
        "reviewers": ("grace",),
        "review_public": True,
        "checks": (CheckRun("test", "success"),),
    }
    return ChangeRequest(**{**fields, **more})


def records(count: int, start: int = 1, **more: Any) -> tuple[ChangeRequest, ...]:
    return tuple(record(number, **more) for number in range(start, start + count))


def forge(*merged: ChangeRequest, **more: Any) -> Forge:
    """Of a year before the newest commit, with all that was merged in it."""
    fields: dict[str, Any] = {
        "forge": "github",
        "repository": PLACE,
        "captured_at": Time(NOW + DAY),
        "window": Window(Time(NOW - 365 * DAY), Time(NOW)),
        "default_branch": "main",
        "head": commit_id(1),
        "visibility": "public",
        "accepts_forks": True,
        "issues": Issues(enabled=True, public=True, total=40, by_non_members=12),
        "branch_rules": BranchRules(True, False, ("test",), 1),
        "head_checks": (CheckRun("test", "success"),),
        "merged_total": len(merged),
        "changes": merged,
    }
    return Forge(**{**fields, **more})


def evidence(
    line: Workflow,
    captured: Forge | None = None,
    documents: Documents | None = None,
    templates: Templates | None = None,
    **retrieval: Any,
) -> EvidenceSet:
    """What a check may ask for; without `captured`, the forge is missing as the command says it."""
    kinds: dict[str, Any] = {
        "retrieval": attrs.evolve(FETCHED, **retrieval),
        "workflow": line,
        "documents": documents or documents_of(),
        "templates": templates or Templates((), (), ()),
    }
    if captured is not None:
        kinds["forge"] = captured
    items = {kind: Evidence(kind, data, "test") for kind, data in kinds.items()}
    return EvidenceSet(items, {} if captured else {"forge": NO_FORGE})


def archive(captured: Forge | None = None) -> EvidenceSet:
    """The same project without its repository."""
    return evidence(workflow(*changes(20)), captured, how="index", location="pypi:star-map==1.0", versioned=False)


def documents_of(*found: Document, repositories: tuple[str, ...] = (), builds: tuple[str, ...] = ()) -> Documents:
    return Documents(ProjectName(("star-map",), repositories), found, (), (), builds, 0)


def document(role: str = CONTRIBUTING, **more: Any) -> Document:
    """A good CONTRIBUTING, or another document."""
    fields: dict[str, Any] = {
        "role": role,
        "path": "README.md" if role == README else "CONTRIBUTING.md",
        "markup": "Markdown",
        "bytes": 500,
        "words": 80,
        "title": "Star Map",
        "headings": (),
        "items": ("submit",),
        "problem": None,
        "names_project": True,
        "mentions": (),
        "placeholder": None,
        "contact": True,
        "code": None,
        "code_has_contact": False,
        "opening": "",
    }
    return Document(**{**fields, **more})


def limits(rule: str) -> dict[str, Any]:
    """The parameters that the baseline gives a rule."""
    text = (files("criteria") / "baselines" / "eosc-software-4.1.yaml").read_text(encoding="utf-8")
    rules = {id_: entry for one in yaml.safe_load(text)["criteria"].values() for id_, entry in one["rules"].items()}
    return dict(rules[rule].get("parameters", {}))
