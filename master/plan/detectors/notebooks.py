"""Repositories whose notebooks are the only thing that can be run: each is executed from top to bottom."""

from collections.abc import Mapping

import attrs

from criteria.snapshot import Snapshot
from master.plan.dependencies import Chosen
from master.plan.detectors.python import installed, pip_install
from master.plan.image_choice import choose_image
from master.plan.python_facts import read_python
from workers.cell import Recipe, Results

TOOL = '"$ASSAY_TOOLS/notebooks"'
NEEDED = ("nbclient", "ipykernel")
REPORT = "tests.jsonl"


class NotebookDetector:
    """Notebooks beside no tests that another detector knows."""

    name = "notebooks"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        notebooks = [entry for entry in snapshot.files() if entry.name.endswith(".ipynb")]
        count = sum(".ipynb_checkpoints" not in entry.folder for entry in notebooks)
        if not count:
            return None
        facts = read_python(snapshot)
        image = choose_image(facts.project.requires_python, facts.wishes, offered)
        if not image.images:
            return Recipe(reasons=image.reasons)
        recipe = installed(facts, image, Chosen(), offered)
        why = f"there are no tests, so the notebooks are run from top to bottom: {count}"
        return attrs.evolve(
            recipe,
            build=(*recipe.build, pip_install(NEEDED)),
            test=(TOOL,),
            results=Results(tests=(REPORT,)),
            reasons=(*recipe.reasons, f"{' and '.join(NEEDED)} are installed to run notebooks", why),
        )
