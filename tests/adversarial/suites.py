"""A9-A12 and A15: tests that show nothing, forged results, coverage of nothing, automation that cannot fail."""

from cells import GOOD, cell, failing

from adversarial.rows import PASS, Expect, Row, fails, holds, unknown
from adversarial.sound import CODE, MANIFEST, WORKFLOW
from criteria.evidence.cells import Command, FileCoverage, TestCounts
from criteria.model import Level, Strength

_TEST = "QC.Uni01@devel"
_CI = ".github/workflows/checks.yml"
_EMPTY = "".join(f"def test_{number}() -> None:\n    assert True\n\n\n" for number in range(12))
_SMOKE = "from star_map import sky\n\n\n" + "".join(
    f"def test_{number}() -> None:\n    sky.project(0.0, 0.0)\n\n\n" for number in range(12)
)
_STATISM = (
    "def test_all() -> None:\n    assert 1 == 1\n    assert not False\n    assert 'sky'\n    self.assertTrue(True)\n"
)
_STUFFED = (
    'import pytest\n\n\n@pytest.mark.parametrize("n", range(10_000))\ndef test_n(n: int) -> None:\n    assert True\n'
)

RUNS = (
    Row("A9 F8", "All tests are skipped.", {_TEST: fails("skipped"), "QC.Uni01": unknown()},
        cells=(cell(tests=TestCounts(total=12, skipped=12)),), refused=Level.GOLD),
    Row("A9 F8", "All tests but one are skipped.", {"QC.Har03": fails()},
        cells=(cell(tests=TestCounts(total=12, passed=1, skipped=11)),)),
    Row("A9 F8", "No test is collected.", {_TEST: fails("no tests found")}, cells=(cell(tests=TestCounts()),),
        refused=Level.GOLD),
    Row("A9 F8", "The command ended well and left nothing that can be counted.", {_TEST: unknown("counted")},
        cells=(cell(tests=None),), refused=Level.GOLD),
    Row("A9 F8", "Every test says assert True.", {_TEST: fails("assert")},
        {"tests/test_sky.py": _EMPTY}, refused=Level.GOLD),
    Row("A9 F8", "Every test asserts what is true of anything.", {_TEST: fails("assert")},
        {"tests/test_sky.py": _STATISM}, refused=Level.GOLD),
    Row("A9 F8", "No test asserts anything.", {_TEST: fails("assert")}, {"tests/test_sky.py": _SMOKE},
        refused=Level.GOLD),
    Row("A9", "One true test among the empty ones is a suite, though a poor one.", {_TEST: holds()},
        {"tests/test_empty.py": _EMPTY}),
    Row("A9", "conftest.py ends the process with code 0 before the report is closed.", {_TEST: unknown()},
        {"tests/conftest.py": "import os\n\n\ndef pytest_sessionfinish() -> None:\n    os._exit(0)\n"},
        cells=(cell(tests=None, integrity=("the run left no closing record",)),), refused=Level.GOLD),
    Row("A9", "conftest.py rewrites outcomes: the counts no longer add up.", {_TEST: unknown("integrity")},
        cells=(cell(tests=TestCounts(total=12, passed=3, skipped=1)),), refused=Level.GOLD),
    Row("A9", "The report says more tests passed than there are.", {_TEST: unknown("integrity")},
        cells=(cell(tests=TestCounts(total=4, passed=400)),), refused=Level.GOLD),
    Row("A9", "Negative counts.", {_TEST: unknown("integrity")},
        cells=(cell(tests=TestCounts(total=1, passed=-1, skipped=2)),), refused=Level.GOLD),
    Row("A9", "The cell says passed and its report counts failures.", {_TEST: fails("failed")},
        cells=(cell(tests=TestCounts(total=12, passed=11, failed=1)),), refused=Level.GOLD),
    Row("A9 L2", "One cell was good, another could not be run.", {_TEST: unknown("could not run")},
        cells=(GOOD, cell(id="b", status="not_assessed", fault="infrastructure", tests=None, reason="no worker")),
        refused=Level.GOLD),
    Row("A9", "The tests run on the bare machine without isolation.", {_TEST: Expect(PASS, strength=Strength.E3)},
        cells=(cell(isolation="none: as the user on this machine"),), refused=Level.GOLD),
    Row("A9 L3", "No cell was run at all.", {_TEST: unknown("no cell"), "QC.Uni01": unknown()}, cells=(),
        refused=Level.GOLD),
    Row("A9", "The test command is true.", {_TEST: unknown()},
        cells=(cell(tests=None, test_report=None, commands=(Command("test", "true", 0, 0.1),)),), refused=Level.GOLD),
)  # fmt: skip

_JUNIT = '<testsuite name="x" tests="9000" failures="0" errors="0"><testcase classname="a" name="b"/></testsuite>'
_COVERAGE = '<coverage line-rate="1.0" lines-covered="9000" lines-valid="9000"><packages/></coverage>'
FORGED = (
    Row("A10", "Committed reports of tests and coverage, and tests that fail.",
        {_TEST: fails("failed"), "QC.Uni01": unknown()},
        {"junit.xml": _JUNIT, "report.xml": _JUNIT, "coverage.xml": _COVERAGE, ".coverage": "x",
         "coverage.json": '{"totals": {"percent_covered": 100}}'},
        cells=(failing("test", "exit code 1", tests=TestCounts(total=12, passed=11, failed=1)),), refused=Level.GOLD),
    Row("A10", "Committed reports and no cell.", {_TEST: unknown(), "QC.Uni01": unknown()},
        {"junit.xml": _JUNIT, "coverage.xml": _COVERAGE}, cells=(), refused=Level.GOLD),
    Row("A10", "Committed reports and a cell that measured nothing.", {"QC.Uni01": unknown()},
        {"coverage.xml": _COVERAGE}, cells=(cell(coverage=None),), refused=Level.GOLD),
    Row("A10", "The report of a run does not fit its exit code.", {_TEST: unknown("integrity")},
        cells=(cell(integrity=("the report counts no failure, but the command ended with 1",)),), refused=Level.GOLD),
)  # fmt: skip

_OMIT = MANIFEST + '\n[tool.coverage.report]\nexclude_lines = ["."]\nomit = ["*"]\n'
_NO_COVER = CODE.replace(":\n    ", ":  # pragma: no cover\n    ")
COVERAGE = (
    Row("A11 F9", "The settings exclude every line: nothing of nothing.", {"QC.Uni01": fails("excluded")},
        {"pyproject.toml": _OMIT}, cells=(cell(coverage=(FileCoverage("star_map/sky.py", 0, 0, 100),)),),
        refused=Level.GOLD),
    Row("A11 F9", "All that was missing is excluded: full coverage by the project, little by us.",
        {"QC.Uni01": fails("count as missing (100.0% without them)")},
        cells=(cell(coverage=(FileCoverage("star_map/sky.py", 30, 0, 70),)),), refused=Level.GOLD),
    Row("A11 F9", "No file was measured at all.", {"QC.Uni01": unknown()}, cells=(cell(coverage=()),),
        refused=Level.GOLD),
    Row("A11", "A flood of markers that take functions out of the count.", {"QC.Uni01": fails("excluded")},
        {"star_map/sky.py": _NO_COVER}, cells=(cell(coverage=(FileCoverage("star_map/sky.py", 5, 0, 20),)),),
        refused=Level.GOLD),
    Row("A11", "The one covered file is measured, the many others have statements too.", {"QC.Uni01": fails()},
        cells=(cell(coverage=(FileCoverage("a.py", 10, 0, 0), *(FileCoverage(f"b{n}.py", 0, 10,
        0) for n in range(9)))),),
        refused=Level.GOLD),
    Row("A11", "Coverage below the limit in CI is asked for, and the limit is nought.", {"QC.Uni03": holds()},
        {_CI: WORKFLOW.replace("fail-under=80", "fail-under=0")}),
)  # fmt: skip


def _ci(text: str) -> dict[str, str | bytes | None]:
    return {_CI: text}


def _without(old: str, new: str) -> dict[str, str | bytes | None]:
    assert old in WORKFLOW, old
    return _ci(WORKFLOW.replace(old, new))


_NOT = {"QC.Sty04": fails(), "QC.Uni03": fails(), "QC.Uni04": fails(), "QC.Har04": fails()}
_BY_HAND = "on:\n  push:\n  pull_request:\n"
_JOB = "  checks:\n    runs-on"
AUTOMATION = (
    Row("A12", "A person has to press the button.", _NOT, _without(_BY_HAND, "on: workflow_dispatch\n"),
        refused=Level.GOLD),
    Row("A12", "The job is never true.", _NOT, _without(_JOB, "  checks:\n    if: false\n    runs-on"),
        refused=Level.GOLD),
    Row("A12", "The job is never true, in other words.", _NOT,
        _without(_JOB, "  checks:\n    if: ${{ github.event_name == 'never' }}\n    runs-on")),
    Row("A12", "The job runs in another repository only.", _NOT,
        _without(_JOB, "  checks:\n    if: github.repository == 'nobody/nothing'\n    runs-on"),
        wrong="which repository a condition names is not compared with where the source came from"),
    Row("A12", "Its failure is allowed.", _NOT, _without(_JOB, "  checks:\n    continue-on-error: true\n    runs-on")),
    Row("A12", "Each failure is masked.", _NOT,
        _ci(WORKFLOW.replace("ruff check .", "ruff check . || true").replace(
            "fail-under=80", "fail-under=80 || echo it failed"))),
    Row("A12", "Each failure is masked by what comes after it.", _NOT,
        _ci(WORKFLOW.replace("run: ruff check .", 'run: "ruff check . ; exit 0"').replace(
            "run: pytest --cov --cov-fail-under=80",
            "run: |\n          set +e\n          pytest --cov\n          true"))),
    Row("A12", "Each failure is masked by a pipe.", _NOT,
        _ci(WORKFLOW.replace("ruff check .", "ruff check . | tee a.txt").replace(
            "run: pytest --cov --cov-fail-under=80", "shell: sh\n        run: pytest --cov | tee b.txt").replace(
            "run: ruff check . |", "shell: sh\n        run: ruff check . |"))),
    Row("A12", "It only says that the tests passed.", _NOT,
        _ci(WORKFLOW.replace("ruff check .", "echo ruff check .").replace("pytest --cov", "echo pytest --cov"))),
    Row("A12", "The commands are comments.", _NOT,
        _ci(WORKFLOW.replace("run: ruff check .", "run: |\n          # ruff check .").replace(
            "run: pytest --cov --cov-fail-under=80", "run: |\n          # pytest --cov\n          true"))),
    Row("A12", "The commands ask for the version and for help.", _NOT,
        _ci(WORKFLOW.replace("ruff check .", "ruff --version").replace("pytest --cov --cov-fail-under=80",
        "pytest --help"))),
    Row("A12", "Tests are collected and not run.", {"QC.Har04": fails(), "QC.Uni04": fails()},
        _without("pytest --cov --cov-fail-under=80", "pytest --collect-only --cov")),
    Row("A12", "Every test is deselected.", {"QC.Har04": fails()},
        _without("pytest --cov --cov-fail-under=80", "pytest --cov -k 'not test' --cov-fail-under=0"),
        wrong="an expression that deselects every test is not evaluated"),
    Row("A12", "It runs on a branch that nobody has.", {"QC.Sty04": fails(), "QC.Uni03": fails()},
        _without(_BY_HAND, "on:\n  push:\n    branches: [never]\n")),
    Row("A12", "It runs when a file changes that does not exist.", _NOT,
        _without(_BY_HAND, "on:\n  push:\n    paths: ['never/**']\n")),
    Row("A12 F13", "The file has the name of a check and does nothing.", _NOT,
        _ci("name: CI tests lint coverage\non: push\njobs:\n  tests:\n    runs-on: ubuntu-latest\n    steps:\n"
            "      - name: pytest\n        run: echo tests passed\n")),
    Row("A12", "The workflow stands where no server looks.", _NOT,
        {_CI: None, "ci/workflows/checks.yml": WORKFLOW, ".github/workflows/old/checks.yml": WORKFLOW,
         ".github/workflows/checks.yml.disabled": WORKFLOW}),
    Row("A12", "A step is never true.", {"QC.Sty04": fails()},
        _without("      - run: ruff check .", "      - if: ${{ false }}\n        run: ruff check .")),
    Row("A12", "Style is checked and nothing can be found: no rule is selected.", {"QC.Sty04": fails()},
        _without("ruff check .", "ruff check . --exit-zero")),
    Row("A12 A23", "The file cannot be read: what it does is not known.", {"QC.Sty04": unknown(),
        "QC.Uni04": unknown()},
        _ci("a: &a [x, x]\nb: &b [*a, *a]\njobs: [*b, *b]\n")),
    Row("A12 L1", "Style is checked of the scripts, and the code is in another language.", {"QC.Sty04": fails()},
        {"star_map/sky.f90": "program sky\n" + "print *, 1\n" * 3000 + "end program\n"}),
)  # fmt: skip

STUFFING = (
    Row("A15", "Ten thousand tests by one parameter, none of which asserts.", {_TEST: fails("assert")},
        {"tests/test_sky.py": _STUFFED}, cells=(cell(tests=TestCounts(total=10_000, passed=10_000)),),
        refused=Level.GOLD),
    Row("A15", "Ten thousand trivial tests beside the true ones cover no more.", {"QC.Uni01": fails()},
        {"tests/test_many.py": _STUFFED},
        cells=(cell(tests=TestCounts(total=10_004, passed=10_004), coverage=(FileCoverage("a.py", 30, 70, 0),)),),
        refused=Level.GOLD),
    Row("A15", "Docstrings that say the name again document nothing.", {"QC.Doc06.5": fails("0 of 3")},
        {"star_map/sky.py": CODE.replace('"""The place on the plane of a star, seen from the pole; angles in radians."""',
                                         '"""project."""').replace(
            '"""Whether a star can be seen without a telescope."""', '"""Is visible."""').replace(
            '"""The smallest of the magnitudes, which is that of the brightest star."""',
            '"""The brightest of the brightest."""')}),
)  # fmt: skip


ROWS = (*RUNS, *FORGED, *COVERAGE, *AUTOMATION, *STUFFING)
