"""How a repository without an .assay.yml is built and tested, found out from the files that its own tools read.

Nothing of it is run for that. Each kind of project is a detector; what other files ask for is added to its recipe.
Each decision is a sentence in `Recipe.reasons`.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from criteria.snapshot import Snapshot
from master.plan.detectors.all_detectors import DETECTORS, SUPPLEMENTS
from master.plan.detectors.detector import Detector, Supplement
from workers.cell import Recipe
from workers.packages import MAX_PACKAGES, package_problem

MAX_REASONS = 100


def detect(
    snapshot: Snapshot,
    *,
    offered: Mapping[str, str] | None = None,
    detectors: Sequence[Detector] = DETECTORS,
    supplements: Sequence[Supplement] = SUPPLEMENTS,
) -> Recipe:
    """The recipe of this commit; one without commands when nothing is recognised, with the reason.

    `offered`: the Python of each image. With it, an image is chosen whose Python the project supports. The first
    detector that finds tests decides; where none does, the first that knows how to build.
    """
    taken, passed = _taken(snapshot, offered or {}, detectors)
    if taken is None:
        nothing = "nothing to build was recognised in the files of this repository; write .assay.yml with the commands"
        return Recipe(reasons=(*passed, nothing))
    recipe = attrs.evolve(taken, reasons=(*passed, *taken.reasons))
    if taken.build or taken.test:
        for supplement in supplements:
            recipe = _with(recipe, snapshot, supplement)
    return attrs.evolve(recipe, reasons=tuple(_capped(recipe.reasons)))


def _taken(
    snapshot: Snapshot, offered: Mapping[str, str], detectors: Sequence[Detector]
) -> tuple[Recipe | None, list[str]]:
    """The recipe that counts, and a sentence for each kind of project that was recognised and not taken."""
    found: list[tuple[str, Recipe]] = []
    for detector in detectors:
        recipe = detector.detect(snapshot, offered)
        if recipe is not None:
            found.append((detector.name, recipe))
            if recipe.test and recipe.build:
                break  # later ones would only be second choices
    if not found:
        return None, []
    name, taken = max(found, key=lambda pair: (bool(pair[1].test), bool(pair[1].build)))
    builder = next(((other, recipe) for other, recipe in found if recipe.build and not taken.build), None)
    passed = [
        f"{other}: recognised, but {name} has {'the tests' if taken.test else 'the build'}"
        for other, recipe in found
        if recipe is not taken and (builder is None or recipe is not builder[1])
    ]
    return (taken if builder is None else _built_by(taken, *builder)), passed


def _built_by(recipe: Recipe, name: str, builder: Recipe) -> Recipe:
    """Tests of one kind on the build of another: commands that a file names say nothing about how to come to them."""
    return attrs.evolve(
        recipe,
        images=builder.images,
        system=(*builder.system, *recipe.system),
        build=builder.build,
        environment={**builder.environment, **recipe.environment},
        reasons=(*recipe.reasons, f"the build is that of {name}", *builder.reasons),
    )


def _with(recipe: Recipe, snapshot: Snapshot, supplement: Supplement) -> Recipe:
    needs = supplement.needs(snapshot, recipe)
    reasons = list(needs.reasons)
    system = [*recipe.system, *(name for name in needs.system if name not in recipe.system)]
    if wrong := [name for name in system if package_problem(name)]:
        system = [name for name in system if name not in wrong]
        reasons.append(f"{len(wrong)} names that are none of Debian packages are left out")
    if len(system) > MAX_PACKAGES:
        reasons.append(f"{len(system) - MAX_PACKAGES} Debian packages beyond {MAX_PACKAGES} are left out")
    return attrs.evolve(
        recipe,
        system=tuple(dict.fromkeys(system))[:MAX_PACKAGES],
        build=(*needs.before, *recipe.build, *needs.after),
        reasons=(*recipe.reasons, *reasons),
    )


def _capped(reasons: tuple[str, ...]) -> Iterator[str]:
    unique = list(dict.fromkeys(reasons))
    yield from unique[:MAX_REASONS]
    if len(unique) > MAX_REASONS:
        yield f"{len(unique) - MAX_REASONS} more reasons are not listed"
