"""The table: names are told apart, and every file of a detector stands in it."""

from pathlib import Path

from repos import snapshot_of

from master.plan.detect import detect
from master.plan.detectors.all_detectors import DETECTORS
from master.plan.detectors.detector import Needs
from workers.cell import Recipe


def test_names() -> None:
    """No two detectors have one name in sentences."""
    names = [detector.name for detector in DETECTORS]
    assert len(names) == len(set(names))


class Says:
    """A detector that says always the same."""

    def __init__(self, name: str, recipe: Recipe | None) -> None:
        self.name = name
        self.recipe = recipe

    def detect(self, *_: object) -> Recipe | None:
        return self.recipe


class Wants:
    def __init__(self, needs: Needs) -> None:
        self.found = needs

    def needs(self, *_: object) -> Needs:
        return self.found


def test_precedence(tmp_path: Path) -> None:
    """The first with tests decides; without tests the first with a build; what was passed over is told."""
    snapshot = snapshot_of(tmp_path, {"x": ""})
    built = Says("A", Recipe(build=("a",)))
    tested = Says("B", Recipe(build=("b",), test=("t",)))
    found = detect(snapshot, detectors=(Says("N", None), built, tested, Says("C", Recipe(test=("c",)))), supplements=())
    assert (found.build, found.reasons) == (("b",), ("A: recognised, but B has the tests",))
    assert detect(snapshot, detectors=(Says("E", Recipe()), built), supplements=()).build == ("a",)


def test_tests_without_a_build(tmp_path: Path) -> None:
    """Tests that come without a build get that of the next kind of project."""
    tests, build = Says("A", Recipe(test=("t",))), Says("B", Recipe(build=("b",), system=("jq",)))
    found = detect(snapshot_of(tmp_path, {"x": ""}), detectors=(tests, build), supplements=())
    assert (found.build, found.test, found.system) == (("b",), ("t",), ("jq",))
    assert "the build is that of B" in found.reasons


def test_supplements(tmp_path: Path) -> None:
    """What is needed beside a recipe is added once, around its build; wrong names are left out."""
    needs = Needs(system=("jq", "jq", "-x"), before=("first",), after=("last",), reasons=("why",))
    recipe = Recipe(system=("jq", "git"), build=("b",))
    found = detect(snapshot_of(tmp_path, {"x": ""}), detectors=(Says("A", recipe),), supplements=(Wants(needs),))
    assert (found.system, found.build) == (("jq", "git"), ("first", "b", "last"))
    assert found.reasons == ("why", "1 names that are none of Debian packages are left out")


def test_nothing_to_add_to(tmp_path: Path) -> None:
    """A recipe without commands stays without."""
    found = detect(snapshot_of(tmp_path, {"x": ""}), detectors=(), supplements=(Wants(Needs(before=("x",))),))
    assert found.build == ()
