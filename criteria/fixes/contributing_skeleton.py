"""The beginning of a CONTRIBUTING, from what the repository shows; what only people know is left open and marked."""

import re
from collections.abc import Iterator

from criteria.documents.items import CONTRIBUTING, PLACEHOLDER
from criteria.fixes.how_to_test import how_to_test
from criteria.fixes.proposal import Ground, Note, Proposal
from criteria.fixes.spdx_headers import project_licence

ID = "QC.Doc06.2"
TITLE = "CONTRIBUTING.md to complete"
PATH = "CONTRIBUTING.md"

_PLAIN = re.compile(r"[^\w .@+/-]")


def propose(ground: Ground) -> Iterator[Proposal | Note]:
    """Only where there is none. Its open places keep the rule failing until the project has filled them in."""
    if ground.documents.of(CONTRIBUTING) or any("contribut" in path.lower() for path in ground.documents.links):
        return
    text = skeleton(ground)
    blanks = tuple(dict.fromkeys(match.group() for match in PLACEHOLDER.finditer(text)))
    yield Proposal(PATH, TITLE, None, text.encode("utf-8", errors="replace"), ID, blanks)


def skeleton(ground: Ground) -> str:
    """Markdown, with one mark `[insert …]` for each thing that no file shows."""
    return "\n\n".join((f"# Contributing to {_name(ground)}", *_paragraphs(ground))) + "\n"


def _paragraphs(ground: Ground) -> Iterator[str]:
    address = _address(ground)
    yield f"Questions, reports of errors and changes are welcome. Open them at {address}."
    yield "## Submit a change"
    yield f"Changes reach the project as [insert pull request or merge request or patch] at {address}."
    yield "[insert which branch a change starts from]"
    yield "## Test a change"
    command = how_to_test(ground)
    if command:
        yield f"Run the tests before you submit:\n\n```sh\n{command}\n```"
    else:
        yield "Run the tests before you submit: [insert the command that runs the tests]"
    yield "## Review"
    yield "[insert who reviews a change and how]"
    licence = project_licence(ground)
    named = f"`{licence}`" if isinstance(licence, str) else "[insert the licence of contributions]"
    yield "## Licence"
    yield f"What you contribute is under the licence of the project, {named}."


def _name(ground: Ground) -> str:
    """As the metadata or a manifest calls it; plain letters only, for it becomes part of a document."""
    titles = [one.title for one in ground.metadata.descriptions if one.title]
    names = [*titles, *ground.documents.name.names]
    plain = " ".join(_PLAIN.sub(" ", names[0]).split())[:80] if names else ""
    return plain or "[insert the name of the project]"


def _address(ground: Ground) -> str:
    origin = ground.origin or next(iter(ground.documents.name.repositories), None)
    return f"<https://{_PLAIN.sub('', origin)}>" if origin else "[insert the address of the project]"
