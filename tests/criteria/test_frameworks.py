"""The baselines of other frameworks: exactly their rows, each judged by something, and true on a few tiny projects."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from collected import workflow
from gathered import PYPROJECT, README, evidence_of
from licence_texts import text_of
from repos import commit_tree

from criteria.baseline import load, names
from criteria.catalogue import CHECKS
from criteria.judge import judge
from criteria.model import EvidenceSet, Outcome, SubcriterionResult
from criteria.snapshot import Snapshot

FRSM, EVERSE, SCORECARD = "fair4rs-frsm-0.7", "everse-indicators", "openssf-scorecard-5"
# Metric -> maturity of each of its tests, as the metrics number them.
METRICS = {
    "FRSM-01-F1": (1, 2, 3), "FRSM-02-F1.1": (1, 2, 3), "FRSM-03-F1.2": (1, 2, 3), "FRSM-04-F2": (1, 2, 3),
    "FRSM-05-R1": (1, 2, 3), "FRSM-06-F2": (1, 2, 3), "FRSM-07-F3": (1, 2), "FRSM-08-F4": (1, 2, 3),
    "FRSM-09-A1": (1, 2), "FRSM-10-I1": (1, 2, 3), "FRSM-11-I1": (1, 2, 3), "FRSM-12-I2": (2,),
    "FRSM-13-R1": (1, 2), "FRSM-14-R1": (1, 2, 3), "FRSM-15-R1.1": (1, 2, 3), "FRSM-16-R1.1": (1, 3),
    "FRSM-17-R1.2": (1, 2, 3),
}  # fmt: skip
INDICATORS = [
    "archived_in_scholarly_repository",
    "archived_in_software_heritage",
    "code_churn_ok",
    "code_documentation_coverage_ok",
    "code_duplication_ok",
    "code_smells_ok",
    "codemeta_completeness",
    "coupling_between_objects_ok",
    "cyclomatic_complexity_ok",
    "dependency_management",
    "descriptive_metadata",
    "functional_correctness",
    "has_active_communication_channels",
    "has_active_contributors",
    "has_ci-tests",
    "has_contribution_guidelines",
    "has_no_binary_artifacts",
    "has_no_linting_issues",
    "has_published_package",
    "has_releases",
    "human_code_review_requirement",
    "internal_cohesion_ok",
    "lines_of_code_ok",
    "listed_in_registry",
    "maintainability_index_ok",
    "metadata_is_up_to_date",
    "no_critical_vulnerability",
    "no_leaked_credentials",
    "passed_tests_ok",
    "persistent_and_unique_identifier",
    "project_is_active",
    "repository_workflows",
    "requirements_specified",
    "response_timeframe_ok",
    "software_has_citation",
    "software_has_documentation",
    "software_has_license",
    "software_has_license_for_file_types",
    "software_has_tests",
    "software_is_containerized",
    "software_test_coverage",
    "static_analysis_common_vulnerabilities",
    "support_issue_tracking",
    "uses_fuzzing",
    "uses_tool_for_warnings_and_mistakes",
    "version_control_use",
    "versioning_standards_use",
]
DIMENSIONS = [
    "community",
    "compatibility",
    "fairness",
    "flexibility",
    "functional_suitability",
    "interaction_capability",
    "maintainability",
    "open_source_software",
    "performance_efficiency",
    "reliability",
    "safety",
    "security",
    "sustainability",
]
WEIGHTS = {
    10: "Dangerous-Workflow Webhooks",
    7.5: "Binary-Artifacts Branch-Protection Code-Review Dependency-Update-Tool Maintained Signed-Releases "
         "Token-Permissions Vulnerabilities",
    5: "Fuzzing Packaging Pinned-Dependencies SAST SBOM Security-Policy",
    2.5: "CI-Tests CII-Best-Practices Contributors License",
}  # fmt: skip


def test_frsm_has_its_17_metrics_and_45_tests() -> None:
    """Numbered and rated as the metrics do; FRSM-16 jumps from 1 to 3."""
    baseline = load(FRSM)
    found = {one.id: [(rule.id, rule.maturity) for rule in one.rules] for one in baseline.criteria}
    wanted = {id_: [(f"{id_}-{at}", mark) for at, mark in enumerate(marks, 1)] for id_, marks in METRICS.items()}
    assert found == wanted
    assert (len(found), sum(map(len, found.values())), baseline.levels) == (17, 45, {})


def test_everse_has_its_47_indicators_in_13_dimensions() -> None:
    """`has_ci-tests` is written with a hyphen; no indicator points to performance_efficiency."""
    baseline = load(EVERSE)
    assert sorted(rule.id for rule in baseline.rules()) == sorted(INDICATORS)
    assert len(INDICATORS) == 47
    assert list(baseline.groups) == DIMENSIONS
    assert all(rule.group == criterion.id for criterion in baseline.criteria for rule in criterion.rules)
    assert baseline.levels == {}


def test_scorecard_has_its_20_checks_with_their_weights() -> None:
    """Two of them are experimental, and say so."""
    found = {rule.id: rule.weight for rule in load(SCORECARD).rules()}
    assert found == {id_: weight for weight, ids in WEIGHTS.items() for id_ in ids.split()}
    assert (len(found), sum(found.values())) == (20, 120)
    assert [rule.id for rule in load(SCORECARD).rules() if "experimental" in (rule.title or "")] == ["Webhooks", "SBOM"]


@pytest.mark.parametrize("name", [FRSM, EVERSE, SCORECARD])
def test_every_row_is_judged_by_a_check_and_titled(name: str) -> None:
    for rule in load(name).rules():
        assert rule.check in CHECKS
        assert rule.title
        assert rule.title[0].isupper()


def test_every_row_gives_its_check_all_the_parameters_that_it_needs() -> None:
    """Those that the EOSC baseline gives it; without one the check would only fail by a fault of ours."""
    needed = {rule.check: set(rule.parameters) for rule in load("eosc-software-4.1").rules()}
    for name in (FRSM, EVERSE, SCORECARD):
        for rule in load(name).rules():
            assert set(rule.parameters) >= needed.get(rule.check, set()), rule.id


def test_no_row_fails_by_a_fault_of_ours() -> None:
    for number in range(3):
        assert not [id_ for id_, one in _results(number).items() if "fault of Assay" in one.verdict.reason]


def test_the_crosswalk_names_rules_that_exist() -> None:
    """A name of a rule that is not there would lead nowhere."""
    known = {f"{name}:{rule.id}" for name in names() for rule in load(name).rules()}
    named = {same for name in (FRSM, EVERSE, SCORECARD) for rule in load(name).rules() for same in rule.same_as}
    assert named
    assert named <= known


def test_without_any_evidence_every_row_is_not_assessed() -> None:
    """Not implemented is never failed (F18 of the peers), and what is unknown stays in the bounds (F16)."""
    for name in (FRSM, EVERSE, SCORECARD):
        assessment = judge(EvidenceSet({}), load(name))
        assert Counter(one.verdict.outcome for one in assessment.results()) == {
            Outcome.NOT_ASSESSED: len(list(load(name).rules()))
        }
        assert assessment.bounds is not None
        assert (assessment.bounds.lower, assessment.bounds.upper) == (0, 1)


CFF = """cff-version: 1.2.0
message: Cite it.
title: star-map
version: 1.2.0
date-released: '2023-01-02'
license: MIT
doi: 10.5281/zenodo.8042260
keywords: [astronomy]
authors: [{given-names: Ada, family-names: Stern, orcid: 'https://orcid.org/0000-0002-9142-2596'}]
references: [{type: article, title: Stars, authors: [{name: B}], doi: 10.1093/mnras/stx0001}]
"""
CODE = '''"""Maps of stars."""

import json


def scale(sky: float) -> float:
    """Scale the map so that the brightest star fits on the page."""
    return 2 * sky if sky else 0


def save(path: str) -> None:
    """Write the map to a file in the order of brightness."""
    json.dump({}, open(path, "w"))
'''
GOOD: Mapping[str, str] = {
    "README.md": README + "\n## Data\n\nMaps are JSON files, by the schema of the folder schema.\n",
    "LICENSE": text_of("MIT").replace("<year>", "2026").replace("<copyright holders>", "Ada Stern"),
    "CITATION.cff": CFF,
    "pyproject.toml": PYPROJECT,
    "star_map/__init__.py": CODE,
    "star_map/py.typed": "",
    "schema/map.schema.json": '{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"x": {}}}',
    "tests/test_map.py": "def test_scale():\n    assert scale(1.1) == pytest.approx(2.2)\n",
    "CHANGELOG.md": "# Changes\n\n## 1.2.0\n\n- faster maps of it\n\n## 1.1.0\n\n- first release of it\n",
    "CONTRIBUTING.md": "# Contributing to Star Map\n\nOpen a pull request and say what it is for. Run the tests of the "
    "project with pytest before you hand it in, and somebody of us reviews every change of yours before it is merged "
    "into the main branch. Questions go to https://github.com/example/star-map/issues, where all of us read them.\n",
    "SECURITY.md": "Please report a vulnerability by mail to security@stars.net and not in public. We answer within a "
    "week, and mend the newest release of the software, which is the only one that is supported by us at any time.\n",
    "Dockerfile": "FROM debian@sha256:" + "1" * 64 + "\nCOPY . /app\n",
    ".github/dependabot.yml": "version: 2\nupdates: [{package-ecosystem: pip, directory: /}]\n",
    **{
        path: "permissions: {contents: read}\n" + text
        for path, text in workflow("pytest\nbandit -r .\npython -m build").items()
    },
    "ro-crate-metadata.json": '{"@graph": [{"@id": "./"}]}',
    "sbom.json": '{"bomFormat": "CycloneDX", "components": [{"name": "numpy"}]}',
}
BARE: Mapping[str, str] = {"map.py": "def f(x):\n    return x\n"}
HOLLOW: Mapping[str, str] = {
    "README.md": "![DOI](https://zenodo.org/badge/DOI/10.5281/zenodo.18346789.svg)\n",
    "LICENSE": "",
    "CITATION.cff": "TODO",
    "codemeta.json": '{"name": "TODO"}',
    "SECURITY.md": "security vulnerability disclosure 42 https://x.example\n",
    "CONTRIBUTING.md": "",
    "CHANGELOG.md": "",
    "Dockerfile": "FROM scratch\n",
    "tests/test_nothing.py": "",
    "map.py": "def f(x):\n    return x\n",
    "py.typed": "",
    "sbom.json": "{}",
    "ro-crate-metadata.json": "{}",
    ".github/dependabot.yml": "version: 2\nupdates: []\n",
    **workflow("echo pytest; bandit -r . || true"),
}
ADA = ("Ada Stern", "ada@stars.net")
P, F, A, U = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED
# Row -> what it is in the good, the bare and the hollow project, where offline evidence decides.
WANTED: Mapping[str, tuple[Outcome, Outcome, Outcome]] = {
    "FRSM-01-F1-1": (P, F, U), "FRSM-01-F1-2": (P, F, U), "FRSM-01-F1-3": (P, F, U),
    "FRSM-02-F1.1-1": (A, A, A), "FRSM-02-F1.1-2": (A, A, A), "FRSM-02-F1.1-3": (F, F, F),
    "FRSM-03-F1.2-1": (P, F, F), "FRSM-03-F1.2-2": (P, F, F), "FRSM-03-F1.2-3": (P, F, F),
    "FRSM-04-F2-1": (P, F, F), "FRSM-04-F2-2": (P, F, F), "FRSM-04-F2-3": (P, F, F),
    "FRSM-05-R1-1": (P, F, F), "FRSM-05-R1-2": (F, F, F), "FRSM-05-R1-3": (F, F, F),
    "FRSM-06-F2-1": (P, F, F), "FRSM-06-F2-2": (F, F, F), "FRSM-06-F2-3": (F, F, F),
    "FRSM-07-F3-1": (P, F, U), "FRSM-07-F3-2": (U, U, U),
    "FRSM-08-F4-1": (U, U, U), "FRSM-08-F4-2": (U, U, U), "FRSM-08-F4-3": (U, U, U),
    "FRSM-09-A1-1": (P, P, P), "FRSM-09-A1-2": (P, P, P),
    "FRSM-10-I1-1": (P, A, A), "FRSM-10-I1-2": (P, A, A), "FRSM-10-I1-3": (P, A, A),
    "FRSM-11-I1-1": (P, F, F), "FRSM-11-I1-2": (P, F, F), "FRSM-11-I1-3": (P, F, F), "FRSM-12-I2-1": (P, F, F),
    "FRSM-13-R1-1": (P, F, F), "FRSM-13-R1-2": (P, F, F),
    "FRSM-14-R1-1": (P, F, F), "FRSM-14-R1-2": (P, F, F), "FRSM-14-R1-3": (U, U, U),
    "FRSM-15-R1.1-1": (P, F, F), "FRSM-15-R1.1-2": (A, A, A), "FRSM-15-R1.1-3": (P, F, F),
    "FRSM-16-R1.1-1": (P, F, F), "FRSM-16-R1.1-2": (P, F, F),
    "FRSM-17-R1.2-1": (P, F, F), "FRSM-17-R1.2-2": (U, U, U), "FRSM-17-R1.2-3": (P, F, F),
    "archived_in_software_heritage": (U, U, U), "code_churn_ok": (A, A, A),
    "code_documentation_coverage_ok": (P, F, F), "codemeta_completeness": (F, F, F), "dependency_management": (P, A, A),
    "descriptive_metadata": (P, F, F), "functional_correctness": (U, F, F),
    "has_active_communication_channels": (U, F, F), "has_active_contributors": (F, F, F), "has_ci-tests": (U, F, F),
    "has_contribution_guidelines": (P, F, F), "has_no_binary_artifacts": (P, P, P), "has_releases": (P, F, F),
    "no_critical_vulnerability": (U, A, A), "no_leaked_credentials": (P, P, P), "passed_tests_ok": (U, U, U),
    "persistent_and_unique_identifier": (P, F, U), "project_is_active": (U, U, U), "repository_workflows": (P, F, F),
    "requirements_specified": (P, F, F), "software_has_citation": (P, F, F), "software_has_license": (P, F, F),
    "software_has_license_for_file_types": (F, F, F), "software_has_tests": (P, F, F),
    "software_is_containerized": (P, F, F), "uses_fuzzing": (A, A, A), "version_control_use": (P, F, F),
    "versioning_standards_use": (P, F, F),
    "Dangerous-Workflow": (P, A, P), "Webhooks": (U, U, U), "Binary-Artifacts": (P, P, P),
    "Branch-Protection": (U, U, U), "Code-Review": (U, U, U), "Dependency-Update-Tool": (P, A, A),
    "Maintained": (U, U, U), "Signed-Releases": (U, U, U), "Token-Permissions": (P, A, U),
    "Vulnerabilities": (U, A, A), "Fuzzing": (F, F, F),
    "Packaging": (F, F, F), "Pinned-Dependencies": (F, A, F), "SAST": (P, F, F), "SBOM": (P, F, F),
    "Security-Policy": (P, F, F), "CI-Tests": (U, F, F), "CII-Best-Practices": (U, U, U), "Contributors": (F, F, F),
    "License": (P, F, F),
}  # fmt: skip


@cache
def _results(number: int) -> Mapping[str, SubcriterionResult]:
    """All rows of the three frameworks for one of the projects: the good one has a history and a release."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "r"
        if number == 0:
            commit_tree(path, {**GOOD, "CHANGELOG.md": "# Changes\n"}, author=ADA)
        files = (GOOD, BARE, HOLLOW)[number]
        commit = commit_tree(path, files, author=ADA, tags=("v1.2.0",) if number == 0 else ())
        evidence = evidence_of(Snapshot(path, commit))
        found = (one for name in (FRSM, EVERSE, SCORECARD) for one in judge(evidence, load(name)).results())
        return {one.id: one for one in found}


@pytest.mark.parametrize("row", WANTED)
@pytest.mark.parametrize("number", [0, 1, 2], ids=["good", "bare", "hollow"])
def test_each_row_says_what_is_true_of_a_tiny_project(row: str, number: int) -> None:
    """A good project passes what it can show, and the same names with nothing behind them pass nothing."""
    verdict = _results(number)[row].verdict
    assert verdict.outcome is WANTED[row][number], verdict.reason


@pytest.mark.threat("A7", "A12")
def test_no_hollow_file_earns_a_point() -> None:
    """False passes of the peers: empty licence, any bytes in CITATION.cff, badges, masked steps, empty policies."""
    passed = {id_ for id_, one in _results(2).items() if one.verdict.outcome is Outcome.PASS}
    bare = {id_ for id_, one in _results(1).items() if one.verdict.outcome is Outcome.PASS}
    assert passed - bare <= {"Dangerous-Workflow"}


def test_no_two_projects_get_the_same_constant_text() -> None:
    """Evidence is what was found (F14): a passing sentence holds something of this project."""
    constant = ("nothing", "none")
    for one in _results(0).values():
        if one.verdict.outcome is Outcome.PASS:
            assert one.verdict.reason not in constant
            assert any(character.isdigit() or character in "./:" for character in one.verdict.reason), (
                one.verdict.reason
            )
