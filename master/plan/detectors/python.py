"""Python projects: packages, flat repositories with requirements, environments of conda, tests of every usual kind."""

import shlex
from collections.abc import Iterable, Mapping

import attrs
from packaging.requirements import Requirement

from criteria.snapshot import Snapshot
from master.plan.dependencies import Chosen, choose
from master.plan.image_choice import ImageChoice, choose_image
from master.plan.python_facts import NOT_EDITABLE, PythonFacts, read_python
from master.plan.python_tests import tested
from master.plan.requirements import loosened, name_of
from workers.cell import Recipe


class PythonDetector:
    """What pip can install and pytest, unittest or a script can test."""

    name = "Python"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        facts = read_python(snapshot)
        return python_recipe(snapshot, facts, offered) if facts.present else None


def python_recipe(snapshot: Snapshot, facts: PythonFacts, offered: Mapping[str, str]) -> Recipe:
    """The recipe of a Python repository; without commands when no image has its Python."""
    image = choose_image(facts.project.requires_python, facts.wishes, offered)
    if not image.images:
        return Recipe(reasons=(*facts.project.reasons, *image.reasons))
    chosen = choose(snapshot, facts.project, facts.tests, facts.settings, facts.runner, facts.conda)
    built = installed(facts, image, chosen, offered)
    finished = tested(snapshot, attrs.evolve(built, environment=facts.runner.environment), facts)
    reasons = (*built.reasons, *chosen.reasons, *facts.runner.reasons, *finished.reasons)
    return attrs.evolve(finished, reasons=reasons)


def installed(facts: PythonFacts, image: ImageChoice, chosen: Chosen, offered: Mapping[str, str]) -> Recipe:
    """The recipe up to its tests: one call of the resolver for everything, so that it cannot contradict itself."""
    project = facts.project
    conda, why_conda = _conda_requirements(facts, image, offered)
    wanted = [str(requirement) for requirement in chosen.requirements]
    if project.installable:
        extras = tuple(dict.fromkeys((*chosen.extras, *facts.runner.extras)))
        target = f".[{','.join(extras)}]" if extras else "."
        if project.backend in NOT_EDITABLE:
            words = [target, *wanted]
            why = f"the project is installed, not editable: {project.backend} builds outside the source tree"
        else:
            words = ["-e", target, *wanted]
            why = "the project is installed editable: tests run on the tree, extensions are built in place"
        if not project.declares:
            words += _further(conda, chosen)
        reasons: tuple[str, ...] = (why, *why_conda)
    else:
        path = facts.runtime
        words = [
            *(["-r", path] if path else _further(conda, chosen)),
            *(str(item) for item in project.dependencies.found),
            *wanted,
        ]
        source = path or facts.conda.path or "no file"
        why = f"there is no package to install; {source} has the runtime requirements"
        reasons = (why, *project.dependencies.reasons, *why_conda)
    return Recipe(
        images=image.images,
        system=facts.conda.system,
        build=(pip_install(words),) if words else (),
        reasons=(*project.reasons, *image.reasons, *reasons),
    )


def _further(found: Iterable[Requirement], chosen: Chosen) -> list[str]:
    """Those that are not among the chosen ones: the resolver refuses two demands that contradict each other."""
    names = {name_of(item) for item in chosen.requirements}
    return [str(item) for item in found if name_of(item) not in names]


def pip_install(words: Iterable[str]) -> str:
    """The command that installs these, each as one word."""
    return "python -m pip install " + " ".join(shlex.quote(word) for word in words)


def _conda_requirements(
    facts: PythonFacts, image: ImageChoice, offered: Mapping[str, str]
) -> tuple[tuple[Requirement, ...], tuple[str, ...]]:
    """What environment.yml asks for beside the project, and why it looks as it does.

    Versions that were chosen for another Python often cannot be had for ours, so they are not held.
    """
    conda = facts.conda
    found, reasons = conda.requirements.found, conda.reasons
    having = offered.get(image.images[0], conda.python)
    if conda.python and conda.python != having:
        found = tuple(loosened(item) for item in found)
        reasons = (
            *reasons,
            f"{conda.path} is for Python {conda.python}, and {having} is used: its exact versions are not held",
        )
    return found, reasons
