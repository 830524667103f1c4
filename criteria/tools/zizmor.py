"""Zizmor: GitHub workflows and actions through which a stranger could run code or take a token."""

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event
from typing import Any

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.executable import executable
from criteria.tools.process import MAX_OUTPUT, ask
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "zizmor"
PURPOSE = Purpose.SECURITY
LANGUAGES: tuple[str, ...] = ("YAML",)
MARKERS: tuple[str, ...] = ("zizmor: ignore",)
DISTRIBUTIONS: tuple[str, ...] = ("zizmor",)
PROCESSES = 1  # it uses all cores itself
_WORKFLOW = "on: issues\npermissions: {{}}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: {}\n"
KNOWN_BAD = _WORKFLOW.format("echo ${{ github.event.issue.title }}  # zizmor: ignore[template-injection]")
KNOWN_GOOD = _WORKFLOW.format("echo hello")

# High in severity and in confidence, as with bandit. Whether actions and images are named by a digest, or a permission
# stands at the job, are policies on which projects differ, and no holes.
_OPTIONS = (
    "--offline", "--no-config", "--no-ignores", "--no-exit-codes", "--no-progress", "--collect", "all",
    "--min-severity", "high", "--min-confidence", "high", "--format", "json", "--",
)  # fmt: skip
AUDITS = (
    "template-injection", "insecure-commands", "hardcoded-container-credentials", "github-env", "bot-conditions",
    "unsound-condition", "unsound-contains",
)  # fmt: skip
# Values that a stranger writes as he likes, by GitHub's own list. `inputs` and `github.ref_name` are for those who may
# write to the repository, and a name of an account holds nothing that a shell would run.
_OF_STRANGERS = re.compile(
    r"github\.head_ref|github\.event\.(?!repository\b|inputs\b)[^\n]{0,200}?\b"
    r"(?:title|body|message|email|name|ref|label|page_name|default_branch|display_title|head_branch)\b"
)
_PLACE = re.compile(r"(?:^|/)\.github/workflows/[^/]{1,255}\.ya?ml$|(?:^|/)action\.ya?ml$", re.S)
_READ = re.compile(rb"completed (f\S{1,60})")
_SECONDS = 120.0


def version() -> str:
    return metadata.version("zizmor")


def suffix(path: str) -> str:
    """An action is known by its name alone."""
    return "/action.yml" if path.rpartition("/")[2] in ("action.yml", "action.yaml") else ".yml"


def set_apart(path: str) -> str | None:
    """All other YAML."""
    if "{{" in path:
        return "lies in a folder of templates"
    return None if _PLACE.search(path) else "neither a GitHub workflow nor an action"


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    answer = ask([executable("zizmor", "zizmor"), *_OPTIONS, *names], folder, _SECONDS, stop)
    try:
        hits = tuple(_hits(load_json(answer.output, "the answer of zizmor", MAX_OUTPUT)))
    except (UntrustedInputError, LookupError, TypeError) as error:
        raise ToolError("the answer of zizmor cannot be read") from error
    # What it cannot read it leaves out with a warning; only what it completed was examined.
    read = {name.decode(errors="replace") for name in _READ.findall(answer.errors)}
    unread = [name for name in names if name not in read]
    return Examination(hits, dict.fromkeys(unread, "zizmor cannot read it as a workflow or action"))


def _hits(entries: Iterable[Mapping[str, Any]]) -> Iterable[Hit]:
    for entry in entries:
        places = [place for place in entry["locations"] if place["symbolic"]["kind"] == "Primary"]
        place = (places or entry["locations"])[0]
        kind = place["symbolic"]["feature_kind"]
        value = str(kind["Subfeature"]["fragment"]) if isinstance(kind, dict) and "Subfeature" in kind else ""
        if entry["ident"] not in AUDITS or (entry["ident"] == AUDITS[0] and not _OF_STRANGERS.search(value)):
            continue
        name = place["symbolic"]["key"]["Local"]["verbatim_path"].removeprefix("./")
        yield Hit(name, place["concrete"]["location"]["start_point"]["row"] + 1, entry["ident"], entry["desc"])
