from pathlib import Path

import pytest
from gathered import gathered

from criteria.baseline import load
from criteria.checks import code_measure
from criteria.model import EvidenceSet, Outcome, Verdict

LIMITS = {rule.id: rule.parameters for rule in load("everse-indicators").rules() if rule.check == code_measure.ID}
SMALL = "".join(f"def part_{n}(sky):\n    if sky:\n        return {n}\n    return sky + {n}\n\n\n" for n in range(12))
BRANCHED = (
    "def twisted(x):\n" + "".join(f"    if x == {n}:\n        return {n * n}\n" for n in range(40)) + "    return x\n"
)
LONG = "def long(x):\n" + "".join(f"    y{n} = x + {n}\n" for n in range(150)) + "    return x\n"
CLASS = "class Map:\n    def a(self):\n        return self.x\n\n    def b(self):\n        return self.x + 1\n\n\n"
TANGLED = "class Heap:\n" + "".join(f"    def m{n}(self):\n        return self.v{n}\n\n" for n in range(6))


def _judge(path: Path, indicator: str, files: dict[str, str]) -> Verdict:
    evidence: EvidenceSet = gathered(path / "r", files)
    return code_measure.judge(evidence, LIMITS[indicator])


@pytest.mark.parametrize(
    ("indicator", "files"),
    [
        ("cyclomatic_complexity_ok", {"a.py": SMALL}),
        ("code_smells_ok", {"a.py": SMALL}),
        ("lines_of_code_ok", {f"{n}.py": SMALL for n in "abcdef"}),
        ("internal_cohesion_ok", {"a.py": CLASS * 6}),
        ("coupling_between_objects_ok", {f"stars/{n}.py": "import stars.a\n" for n in "abcdef"}),
        ("maintainability_index_ok", {f"{n}.py": SMALL for n in "abcdef"}),
        ("code_duplication_ok", {"a.py": "".join(f"value_{n} = compute_{n}(sky, {n})\n" for n in range(900))}),
    ],
)
def test_plain_code_passes_each_measure(tmp_path: Path, indicator: str, files: dict[str, str]) -> None:
    assert _judge(tmp_path, indicator, files).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("indicator", "files"),
    [
        ("cyclomatic_complexity_ok", {"a.py": SMALL + BRANCHED}),
        ("code_smells_ok", {"a.py": SMALL + LONG}),
        ("lines_of_code_ok", {**{f"{n}.py": SMALL for n in "abcd"}, "z.py": LONG * 8}),
        ("internal_cohesion_ok", {"a.py": CLASS * 3 + TANGLED * 2}),
        (
            "coupling_between_objects_ok",
            {**{f"stars/m{n}.py": "x = 1\n" for n in range(30)}, **{
                f"hub{k}.py": "".join(f"import stars.m{n}\n" for n in range(30)) for k in range(4)
            }},
        ),
        (
            "code_duplication_ok",
            {f"{k}.py": "".join(f"value_{n} = compute_{n}(sky, {n})\n" for n in range(500)) for k in "ab"},
        ),
    ],
)  # fmt: skip
def test_what_each_measure_is_against_fails_and_names_the_place(
    tmp_path: Path, indicator: str, files: dict[str, str]
) -> None:
    verdict = _judge(tmp_path, indicator, files)
    assert verdict.outcome is Outcome.FAIL, verdict.reason
    assert verdict.findings or indicator == "internal_cohesion_ok"


@pytest.mark.threat("A14")
def test_code_in_a_language_without_a_table_is_not_assessed(tmp_path: Path) -> None:
    """A Fortran code is not measured by its Python scripts (L1)."""
    files = {"main.hs": "main = print 1\n" * 50, "x.py": "x = 1\n"}
    assert _judge(tmp_path / "a", "cyclomatic_complexity_ok", files).outcome is Outcome.NOT_ASSESSED
    fortran = {"a.f90": "subroutine a(x)\n  x = 1\nend subroutine\n" * 9, "x.py": "x = 1\n"}
    assert _judge(tmp_path / "b", "coupling_between_objects_ok", fortran).outcome is Outcome.NOT_ASSESSED


def test_no_code_and_too_little_of_it_have_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", "cyclomatic_complexity_ok", {"a.md": "x\n"}).outcome is Outcome.NOT_APPLICABLE
    assert _judge(tmp_path / "b", "cyclomatic_complexity_ok", {"a.py": "x = 1\n"}).outcome is Outcome.NOT_APPLICABLE
