"""Report documents for tests: a realistic one, an empty one, and one with the same hostile string in every field."""

from datetime import UTC, date, datetime
from typing import Any

import attrs

from criteria import baseline
from criteria.attestation import Checked, Standing, Statement
from criteria.compare import Change, FindingsChange, Gate, Turn, VerdictChange
from criteria.dependencies.model import Dependency
from criteria.evidence import cells, census, comparison, dependencies, retrieval
from criteria.evidence.cells import CellResult, Cells, Command, FileCoverage, Stratum, TestCounts
from criteria.evidence.census import Census, LanguageTotal
from criteria.evidence.comparison import CellComparison, Comparison, State
from criteria.evidence.dependencies import Dependencies, ManifestFile
from criteria.evidence.retrieval import Retrieval
from criteria.model import (
    Assessment,
    Attested,
    BaselineRef,
    Bounds,
    CriterionResult,
    Evidence,
    EvidenceSet,
    Finding,
    Heard,
    Level,
    Outcome,
    Raised,
    Requirement,
    Strength,
    SubcriterionResult,
    Verdict,
    Waived,
)
from criteria.own_limits import Ignored, OwnLimits
from criteria.terms import Considered, Terms, WaiversFrom
from criteria.waivers import Reason, Refused, Waiver
from reports.also import Also, Others
from reports.document import RunFacts, Subject, document

COMMIT = "4b9ad7bd6cfeb8b7d4f2ce0c8b9b5f5d3c1e7a90"
TREE = "9f2c7e1d0a3b5c4f6e8d7a9b0c1d2e3f4a5b6c7d"
DIGEST = "5f1d" * 16
DAY = date(2026, 11, 20)
SUBJECT = Subject(
    source="pypi:udocker==1.3.17",
    commit=COMMIT,
    swhids={"dir": f"swh:1:dir:{TREE}", "rev": f"swh:1:rev:{COMMIT}"},
    commit_time=1_719_402_180,
    label="1.3.17",
)
RUN = RunFacts(
    time=datetime(2026, 11, 20, 19, 4, 11, tzinfo=UTC),
    host={"engine": "docker 20.10.24", "machine": "x86_64, 2 processors"},
    versions={"assay": "0.1.0", "python": "3.11.2", "bandit": "1.9.4", "ruff": "0.17.5"},
    durations={"collect": 2.418, "cells": 214.07, "judge": 0.031},
)
_IMAGE = "docker.io/library/debian@sha256:" + DIGEST

# id, title, requirement, blocking, verdict, fix, effort
_Row = tuple[str, str, Requirement, bool, Verdict, str, str]
_MUST, _SHOULD, _MAY = Requirement.MUST, Requirement.SHOULD, Requirement.MAY


def _ok(reason: str, strength: Strength, required: str | None = None, found: str | None = None) -> Verdict:
    return Verdict(Outcome.PASS, reason, strength, required, found)


_ROWS: dict[str, tuple[str, list[_Row]]] = {
    "QC.Acc": (
        "Code accessibility",
        [
            ("QC.Acc01", "The source is open to everybody", _MUST, True,
             _ok("The archive was read from the package index without any credential.", Strength.E3), "", "hours"),
            ("QC.Acc02", "The source is under version control", _MUST, True,
             Verdict(Outcome.NOT_ASSESSED, "A package archive has no history; name the git repository to judge this."),
             "Assess the git repository instead of the archive.", "minutes"),
        ],
    ),
    "QC.Doc": (
        "Documentation",
        [
            ("QC.Doc01", "Documentation is kept with the code", _MUST, True,
             _ok("11 documents stand in docs/, beside the code.", Strength.E2), "", "hours"),
            ("QC.Doc01.1", "Documentation has a version", _MAY, False,
             _ok("docs/ is part of the commit.", Strength.E2), "", "hours"),
            ("QC.Doc02", "Documentation is plain text", _MUST, True,
             _ok("All of it is Markdown.", Strength.E2, "at least 50 % plain text", "100 %"), "", "hours"),
            ("QC.Doc06.1", "There is a README", _MUST, True,
             _ok("README.md has 1,214 words and names purpose, installation and contact.", Strength.E3,
                 "50 words, 2 parts", "1,214 words, 3 parts"), "", "minutes"),
            ("QC.Doc06.2", "There are rules for contributions", _MUST, True,
             _ok("CONTRIBUTING.md has 322 words.", Strength.E2, "40 words", "322 words"), "", "minutes"),
            ("QC.Doc06.3", "There is a code of conduct", _MUST, True,
             Verdict(Outcome.FAIL, "No file says how people are to treat each other; looked for CODE_OF_CONDUCT in "
                     "the root, docs/ and .github/.", required="20 words", found="no such file"),
             "Add CODE_OF_CONDUCT.md, for example the Contributor Covenant with an address of your own.", "minutes"),
            ("QC.Doc06.4", "The licence is part of the documentation", _MUST, True,
             _ok("README.md links to LICENSE.", Strength.E2), "", "minutes"),
        ],
    ),
    "QC.Lic": (
        "Licensing",
        [
            ("QC.Lic01", "There is a licence", _MUST, True,
             _ok("LICENSE is the text of Apache-2.0.", Strength.E3), "", "minutes"),
            ("QC.Lic01.1", "The licence file stands in the root", _MUST, True,
             _ok("LICENSE stands in the root.", Strength.E2), "", "minutes"),
            ("QC.Lic02", "The licence is open", _MUST, True,
             _ok("Apache-2.0 is approved by the OSI.", Strength.E3), "", "days"),
            ("QC.Lic02.1", "Bundled parts name their licences", Requirement.RECOMMENDED, False,
             Verdict(Outcome.FAIL, "2 bundled files name no licence.", findings=(
                 Finding("bundled-licence", "bundled code without a licence of its own", "udocker/utils/uenv.py", 1),
                 Finding("bundled-licence", "bundled code without a licence of its own", "utils/udockertools.sh", 1),
             )), "Add an SPDX-License-Identifier line to each.", "minutes"),
        ],
    ),
    "QC.Met": (
        "Code metadata",
        [
            ("QC.Met01", "There is a metadata file that can be cited", _SHOULD, True,
             Verdict(Outcome.FAIL, "codemeta.json contradicts setup.cfg.", Strength.E2,
                     "version equal in all manifests", "codemeta.json 1.3.10, setup.cfg 1.3.17",
                     (Finding("version-conflict", "version 1.3.10 is not the 1.3.17 of setup.cfg",
                              "codemeta.json", 14),)),
             "Set the version in codemeta.json when you release, or generate the file.", "minutes"),
        ],
    ),
    "QC.Ver": (
        "Semantic versioning",
        [
            ("QC.Ver01", "Releases follow semantic versioning", Requirement.RECOMMENDED, True,
             Verdict(Outcome.NOT_ASSESSED, "A package archive has no tags."), "Tag releases as v1.2.3.", "minutes"),
        ],
    ),
    "QC.Sec": (
        "Security",
        [
            ("QC.Sec02", "Static analysis finds no dangerous code", _MUST, True,
             Verdict(Outcome.FAIL, "123 findings of high or medium severity in 61 files.", Strength.E2,
                     "none of high or medium severity", "7 high, 116 medium",
                     tuple(Finding(f"B{602 + n % 6}", "subprocess call with shell=True identified",
                                   f"udocker/engine/{('execmode', 'fakechroot', 'nvidia', 'proot', 'runc')[n % 5]}.py",
                                   20 + 7 * n) for n in range(123))),
             "Pass a list instead of a string and drop shell=True.", "days"),
        ],
    ),
    "QC.Sty": (
        "Code style",
        [
            ("QC.Sty01", "The code follows a style standard", _MUST, True,
             _ok("2.1 findings per 1,000 lines of Python.", Strength.E3, "at most 5 per 1,000 lines", "2.1"),
             "", "hours"),
            ("QC.Sty01.1", "The style is checked by a tool", _MAY, False,
             _ok("tox.ini runs pylint.", Strength.E2), "", "minutes"),
            ("QC.Sty03", "Style rules are not switched off", _SHOULD, False,
             _ok("38 suppressions in 21,400 lines.", Strength.E3, "at most 5 per 1,000 lines", "1.8"), "", "hours"),
        ],
    ),
    "QC.Uni": (
        "Unit testing",
        [
            ("QC.Uni01@devel", "The unit tests pass", _MUST, True,
             Verdict(Outcome.FAIL, "2 of 439 tests fail in debian-12/arm64/py3.11.", Strength.E4,
                     "all pass in every cell", "434 of 439 in the worst cell",
                     (Finding("test-failed", "tests/unit/test_archinfo.py::ArchInfoTestCase::test_02_get_arch"),
                      Finding("test-failed", "tests/unit/test_execmode.py::ExecutionModeTestCase::test_05_get_mode"))),
             "Reproduce the red cell and fix the tests.", "hours"),
            ("QC.Uni01", "The tests cover the code", _SHOULD, True,
             _ok("71.48 % of the statements in the worst cell.", Strength.E4, "at least 70 %", "71.48 %"),
             "", "days"),
            ("QC.Uni02", "Tests are kept with the code", _SHOULD, False,
             _ok("33 test files stand in tests/.", Strength.E3), "", "hours"),
        ],
    ),
}  # fmt: skip


def assessment() -> Assessment:
    return Assessment(
        baseline=baseline.load().ref,
        level=Level.NONE,
        level_possible=Level.NONE,
        criteria=tuple(_criterion(id_, title, rows) for id_, (title, rows) in _ROWS.items()),
        bounds=Bounds(0.6818, 0.7727, 0.9091),
    )


def _criterion(id_: str, title: str, rows: list[_Row]) -> CriterionResult:
    results = tuple(
        SubcriterionResult(
            rule, name, keyword, blocking, verdict, (f"census@sha256:{DIGEST}",), fix, effort, rule.partition("@")[0]
        )
        for rule, name, keyword, blocking, verdict, fix, effort in rows
    )
    blocking = [result for result in results if result.blocking]
    for outcome in (Outcome.FAIL, Outcome.NOT_ASSESSED):
        hit = [result for result in blocking if result.verdict.outcome is outcome]
        if hit:
            return CriterionResult(
                id_, title, outcome, "; ".join(f"{one.id}: {one.verdict.reason}" for one in hit), results
            )
    return CriterionResult(id_, title, Outcome.PASS, f"all {len(blocking)} blocking rules are met", results)


def cell(**changes: Any) -> CellResult:
    facts: dict[str, Any] = {
        "id": "debian-12/amd64/py3.11",
        "arch": "amd64",
        "image": _IMAGE,
        "engine": "docker",
        "isolation": "container, uid 10001, no network while testing",
        "status": "passed",
        "fault": None,
        "reason": "439 of 439 tests pass",
        "phase": None,
        "machine": "x86_64",
        "emulated": False,
        "tests": TestCounts(439, 436, 0, 0, 3),
        "test_report": "junit",
        "failed_tests": (),
        "coverage": (FileCoverage("udocker/cli.py", 700, 240, 2), FileCoverage("udocker/msg.py", 60, 63, 0)),
        "commands": (
            Command("build", "python3 -m pip install --no-build-isolation .", 0, 21.3),
            Command("test", "python3 -m pytest --junitxml=$ASSAY_RESULTS/junit.xml tests/unit", 0, 40.2),
        ),
        "log_tail": (),
        "reproduce": "assay reproduce pypi:udocker==1.3.17 --cell debian-12/amd64/py3.11",
        "packages": ("pytest==9.2.0", "coverage==7.17.3", "udocker==1.3.17"),
        "integrity": (),
        "duration_s": 63.9,
    }
    return CellResult(**{**facts, **changes})


def red_cell() -> CellResult:
    return cell(
        id="debian-12/arm64/py3.11",
        arch="arm64",
        status="failed",
        fault="project",
        reason="2 of 439 tests fail",
        phase="test",
        machine="aarch64",
        emulated=True,
        isolation="container, uid 10001, no network while testing",
        tests=TestCounts(439, 434, 2, 0, 3),
        failed_tests=(
            "tests/unit/test_archinfo.py::ArchInfoTestCase::test_02_get_arch",
            "tests/unit/test_execmode.py::ExecutionModeTestCase::test_05_get_mode",
        ),
        commands=(
            Command("build", "python3 -m pip install --no-build-isolation .", 0, 88.1),
            Command("test", "python3 -m pytest --junitxml=$ASSAY_RESULTS/junit.xml tests/unit", 1, 131.4),
        ),
        log_tail=(
            "E       AssertionError: 'arm64' != 'amd64'",
            "E       - arm64",
            "E       + amd64",
            "tests/unit/test_archinfo.py:48: AssertionError",
            "=========================== short test summary info ===========================",
            "FAILED tests/unit/test_archinfo.py::ArchInfoTestCase::test_02_get_arch - AssertionError",
            "2 failed, 434 passed, 3 skipped in 128.80s (0:02:08)",
        ),
        reproduce="assay reproduce pypi:udocker==1.3.17 --cell debian-12/arm64/py3.11 "
        f"--image debian@sha256:{DIGEST} --commit {COMMIT}",
        duration_s=219.8,
    )


def lost_cell() -> CellResult:
    return cell(
        id="ubuntu-24.04/amd64/py3.12",
        status="not_assessed",
        fault="infrastructure",
        reason="the image could not be fetched: connection refused",
        phase="prepare",
        machine=None,
        tests=None,
        test_report=None,
        coverage=None,
        commands=(),
        packages=(),
        duration_s=0.4,
    )


def needed() -> Dependencies:
    """Two manifests that name the same package, one of them exactly, and a component of another ecosystem."""
    listed = (
        Dependency("pypi", "pycurl", "optional", "requirements-dev.txt", ">=7.43", line=3),
        Dependency("pypi", "pycurl", "runtime", "requirements.txt", "==7.45.6", "7.45.6", 1),
        Dependency("pypi", "pytest", "test", "requirements-dev.txt", line=4),
        Dependency("generic", "proot", "build", "build/pkgs/proot/package-version.txt", "", "5.4.0", 1),
        Dependency("npm", "@scope/left-pad", "runtime", "package-lock.json", "", "1.3.0", locked=True),
    )
    files = (ManifestFile("requirements-dev.txt", "pip requirements", False, 2),)
    return Dependencies(files, listed, len(listed), ())


def evidence(*rows: CellResult) -> EvidenceSet:
    totals = (
        LanguageTotal("Python", "programming", 94, 21_400, 806_112, 0),
        LanguageTotal("Markdown", "markup", 17, 2_208, 98_000, 0),
        LanguageTotal("Shell", "programming", 9, 1_902, 61_000, 1),
        LanguageTotal("YAML", "configuration", 5, 240, 6_100, 0),
    )
    fetched = Retrieval("index", "https://index.example/simple/udocker/", True, "read without credentials", False,
                        digest=f"sha256:{DIGEST}")  # fmt: skip
    return EvidenceSet(
        {
            cells.KIND: Evidence(cells.KIND, Cells(rows or (cell(), red_cell(), lost_cell())), "assay 0.1.0"),
            census.KIND: Evidence(census.KIND, Census((), totals, ()), "assay 0.1.0"),
            dependencies.KIND: Evidence(dependencies.KIND, needed(), "assay 0.1.0"),
            retrieval.KIND: Evidence(retrieval.KIND, fetched, "assay 0.1.0"),
        },
        {"history": "a package archive has no history"},
    )


def example() -> dict[str, Any]:
    """udocker as it might come out: 439 tests, one red arm64 cell, one cell that we could not run."""
    return _with_fixed_digest(document(assessment(), SUBJECT, evidence(), RUN))


def _with_fixed_digest(report: dict[str, Any]) -> dict[str, Any]:
    """The rule set's digest changes with each edit of its file; golden files should not."""
    return {**report, "baseline": {**report["baseline"], "digest": f"sha256:{DIGEST}"}}


def empty() -> dict[str, Any]:
    """No criterion, no evidence, no run, a rule set that does not ship with us."""
    ref = BaselineRef("mine", "1", f"sha256:{DIGEST}")
    return document(Assessment(ref, Level.NONE, Level.GOLD, (), None), SUBJECT, EvidenceSet({}), None)


def gold() -> dict[str, Any]:
    """Everything holds."""
    verdict = _ok("It holds.", Strength.E4)
    rows = {id_: (title, [(*row[:4], verdict, "", "") for row in rows]) for id_, (title, rows) in _ROWS.items()}
    criteria = tuple(_criterion(id_, title, changed) for id_, (title, changed) in rows.items())
    full = Assessment(baseline.load().ref, Level.GOLD, Level.GOLD, criteria, Bounds(1.0, 1.0, 1.0), Level.GOLD)
    return _with_fixed_digest(document(full, SUBJECT, evidence(cell()), RUN))


def _waiver(text: str | None = None) -> Waiver:
    said = text or "The archive is unpacked by the container engine, with no text of a user in the command."
    names = (text, text) if text else ("Ada Lovelace", "Grace Hopper")
    return Waiver(text or "W1", text or "QC.Sec02", Reason.TRACKED, said, *names, DAY, DAY.replace(year=2027),
                  "sha256:" + "5f" * 16, 1, text or "udocker/engine/", text or "https://example.org/issues/7",
                  3)  # fmt: skip


def _statement(text: str | None = None) -> Statement:
    return Statement(text or "QC.Acc02", text or "eosc-software-4.1", None, COMMIT, text or "The history is at hand.",
                     text or "Ada Lovelace", text or "maintainer", DAY, DAY.replace(year=2027),
                     text or "5f1d" * 16)  # fmt: skip


def _considered(text: str | None = None) -> Considered:
    rule = text or "QC.Sty01"
    limits = OwnLimits(
        Level.SILVER, (rule,), {rule: {"maximum_x": 1}}, (Ignored(7, text or "QC.Sty01: it would lower the bar"),)
    )
    checked = (
        Checked(
            text or "history.att.json", Standing.VALID, text or "signed with the trusted key 5f1d", _statement(text)
        ),
        Checked(text or "old.att.json", Standing.EXPIRED, text or "it expired on 2026-01-01", _statement(text)),
        Checked(text or "odd.att.json", Standing.MALFORMED, text or "it is no signed envelope"),
    )
    return Considered(
        DAY, Terms((_statement(text),), (_waiver(text),), limits),
        WaiversFrom(text or "main", COMMIT, f"sha256:{DIGEST}"),
        (Refused(text or "W2", text or "QC.Lic01", 12, text or "it expired on 2026-01-01"),), checked,
        text or ".assay.yml", text,
    )  # fmt: skip


def _change(text: str | None = None) -> Change:
    new = Finding(text or "B602", text or "subprocess call with shell=True identified", text or "udocker/cli.py", 12)
    rule = text or "QC.Sec02"
    return Change(
        "0" * 40, text or "main", Level.BRONZE,
        (VerdictChange(rule, True, Outcome.PASS, Outcome.FAIL, Turn.WORSE),
         VerdictChange(text or "QC.Doc01.1", False, None, Outcome.PASS, Turn.OTHER)),
        (FindingsChange(rule, True, (new,), (new,) * 3),
         FindingsChange(text or "QC.Sty01", True, (), (), 4, text or "now: truncated, 10 of 37 findings were kept")),
        Gate.FAILED, text or "The change made this worse: QC.Sec02 pass → fail, QC.Sty01: 4 more findings.",
    )  # fmt: skip


def _others(judged: Assessment, text: str | None = None) -> Others:
    """What a project has judged beside, made from another assessment, and a name that has no effect."""
    ref = BaselineRef(text or "sage-1.0", text or "1.0.0", f"sha256:{DIGEST}")
    rules = attrs.evolve(baseline.load(), title=text or "Changes to SageMath", source=text or "a guide")
    note = text or "baselines of .assay.yml: no baseline is called 'saeg'; did you mean 'sage'?"
    return Others([Also(rules, attrs.evolve(judged, baseline=ref), _change(text))], [note])


def _comparison(text: str | None = None) -> Comparison:
    """A cell whose tests got worse, with every state and sign, and one that was not compared."""
    telling = [state.value for state in State if state is not State.UNCHANGED]
    names = {state: (text or f"tests/test_a.py::test_{state}",) for state in telling}
    worse = CellComparison(
        text or "debian-12/arm64/py3.11", dict.fromkeys([state.value for state in State], 3), names,
        (text or "3 tests vanished although their files were not touched",),
        (text or "the test commands differ between base and head",), None, text or "2026-11-19T10:00:00+00:00",
    )  # fmt: skip
    lost = CellComparison(text or "ubuntu-24.04/amd64/py3.12", why_not=text or "the base could not be run: no image")
    return Comparison("0" * 40, (worse, lost))


def _excepted(result: SubcriterionResult, text: str | None = None) -> SubcriterionResult:
    """As it stands: waived, attested, or held to the project's own limit."""
    if text or result.id == "QC.Sec02":
        waived = Waived((_waiver(text),), result.verdict, result.verdict.findings[:3])
        result = attrs.evolve(result, waived=waived)
    if text or result.id == "QC.Sty01":
        result = attrs.evolve(result, raised=(Raised(text or "maximum_x", 5, 1),), required_by_project=True)
    if text or result.id == "QC.Acc02":
        result = attrs.evolve(result, attested=Attested(_statement(text), True, result.verdict.reason))
    if text or result.id == "QC.Doc06.3":
        gone = Verdict(Outcome.NOT_APPLICABLE, f"waived: {_waiver(text).sentence()}")
        waived = Waived((_waiver(text),), result.verdict)
        result = attrs.evolve(result, waived=waived, verdict=result.verdict if text else gone)
    if result.id == "QC.Acc02":
        result = attrs.evolve(result, verdict=Verdict(Outcome.ATTESTED, _statement().sentence(), Strength.E0))
    return result


def excepted() -> dict[str, Any]:
    """The same with a waived finding, a waived rule, attestations, limits of the project itself, and a change."""
    plain = assessment()
    criteria = tuple(
        attrs.evolve(one, subcriteria=tuple(_excepted(result) for result in one.subcriteria)) for one in plain.criteria
    )
    heard = (Heard("W1", True, "it changes the verdict of QC.Sec02"),)
    made = attrs.evolve(
        plain, criteria=criteria, level=Level.BRONZE, level_possible=Level.SILVER, waivers=heard,
        statements=(Heard("QC.Acc02", True, "it counts as met"),),
    )  # fmt: skip
    compared = evidence().with_evidence(Evidence(comparison.KIND, _comparison(), "assay 0.1.0"))
    others = _others(attrs.evolve(plain, criteria=plain.criteria[:2]))
    return _with_fixed_digest(
        document(made, SUBJECT, compared, RUN, considered=_considered(), change=_change(), others=others)
    )


def hostile(text: str) -> dict[str, Any]:
    """The same text in every field of the model that takes text, with every verdict, so that every place is shown."""
    finding = Finding(text, text, text, 7)
    results = tuple(
        SubcriterionResult(
            text, text, Requirement.MUST, True,
            Verdict(outcome, text, Strength.E2, text, text, (finding,) * 12), (f"census@sha256:{DIGEST}",), text, text,
        )
        for outcome in Outcome
    )  # fmt: skip
    results = (*results[:-1], _excepted(results[-1], text))
    criteria = tuple(CriterionResult(text, text, outcome, text, results) for outcome in Outcome)
    bad = {
        "id": text, "arch": text, "image": text, "engine": text, "isolation": text, "reason": text, "phase": text,
        "machine": text, "test_report": text, "failed_tests": (text,) * 11, "log_tail": (text, text), "reproduce": text,
        "packages": (text, text), "integrity": (text, text), "commands": (Command(text, text, None, 1.0),),
        "coverage": (FileCoverage(text, 1, 1, 1),), "emulated": True, "retried": 1, "flaky_tests": (text, text),
        "subset": True, "reached": (Stratum(text, 2, 1), Stratum(text, 1, 1)), "earlier": text,
    }  # fmt: skip
    strange = tuple(
        Dependency(ecosystem, text, "runtime", text, text, version, source=text)
        for ecosystem in ("pypi", "npm", "golang", "maven", "generic")
        for version in (None, text)
    )
    rows = tuple(
        cell(**{**bad, "status": status}) for status in ("failed", "passed", "passed_on_retry", "not_assessed")
    )
    items = {
        comparison.KIND: Evidence(comparison.KIND, _comparison(text), text),
        cells.KIND: Evidence(cells.KIND, Cells(rows), text),
        census.KIND: Evidence(census.KIND, Census((), (LanguageTotal(text, text, 1, 1, 1, 1),), ()), text),
        dependencies.KIND: Evidence(dependencies.KIND, Dependencies((), strange, len(strange), ()), text),
        retrieval.KIND: Evidence(retrieval.KIND, Retrieval(text, text, None, text, True, True, text), text),
    }
    ref = BaselineRef(text, text, f"sha256:{DIGEST}")
    facts = RunFacts(RUN.time, {text: text}, {text: text}, {text: 1.0})
    judged = Assessment(ref, Level.BRONZE, Level.GOLD, criteria, Bounds(0.1, 0.9, 0.5))
    return document(
        judged,
        Subject(text, COMMIT, SUBJECT.swhids, SUBJECT.commit_time, text + "'"),
        EvidenceSet(items, {text: text}),
        facts,
        considered=_considered(text),
        change=_change(text),
        others=_others(judged, text),
    )
