"""QC.Doc03.1: the documentation is rendered automatically."""

import re

from criteria.automated import Asked, judged
from criteria.automation.model import BY_ITSELF, Automation, Purpose, runs, steps
from criteria.check import Parameters, not_applicable, not_assessed, passed
from criteria.evidence.documents import Documents
from criteria.evidence.guides import Guides
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc03.1"
TITLE = "The documentation is rendered automatically"
WHY = "A page that somebody has to remember to build shows an old version."
HOW = (
    "A job that publishes documentation, can run by itself and can fail, or a configuration of Read the Docs beside "
    "the "
    "settings of a generator."
)
FIX = "Add a job that builds and publishes the documentation on each push to the main branch, or .readthedocs.yaml."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("automation", "documents", "guides")

_PAGES = re.compile(r"^https?://[\w-]{1,63}\.(?:github|gitlab)\.io/|^https?://[\w-]{1,63}\.codeberg\.page/", re.I)
REQUIRED = "a job or service that renders and publishes the documentation by itself"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    automation: Automation = evidence["automation"].data
    documents: Documents = evidence["documents"].data
    builds = [build for build in documents.builds if not build.startswith("Read the Docs")]
    if not documents.sources and not builds:
        return not_applicable("the rule is about rendering, and there is no documentation beyond the README to render")
    if automation.readthedocs and not runs(automation, Purpose.DOCS_PUBLISH, BY_ITSELF):
        # The service reads the file; that it was told to build this project, only the service knows.
        strength = Strength.E3 if builds else Strength.E1
        what = f", and {builds[0]} is what it builds" if builds else ", but nothing that it could build"
        return passed(
            f"{automation.readthedocs} configures Read the Docs{what}",
            strength,
            required=REQUIRED,
            found=automation.readthedocs,
        )
    agrees = f"{builds[0]} is what it renders" if builds else None
    pages = _forge_pages(evidence["guides"].data)
    if pages and not steps(automation, Purpose.DOCS_PUBLISH):
        shown = printable(pages, 100)
        reason = (
            f"no job publishes documentation; {shown} may be made by the forge's own pages, which the forge alone knows"
        )
        return not_assessed(reason, required=REQUIRED, found=shown)
    asked = Asked(ID, (Purpose.DOCS_PUBLISH,), BY_ITSELF, "publishes documentation by itself", REQUIRED)
    return judged(evidence, asked, agrees)


def _forge_pages(guides: Guides) -> str | None:
    """A declared address on the pages of a forge, which renders a branch or folder without any job."""
    return next((address.url for address in guides.addresses if address.declared and _PAGES.match(address.url)), None)
