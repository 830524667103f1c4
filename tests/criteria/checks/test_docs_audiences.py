from pathlib import Path

import pytest
from collected import PROJECT, collected
from licence_texts import filled

from criteria.baseline import load
from criteria.check import not_applicable
from criteria.checks import docs_audiences
from criteria.model import Evidence, EvidenceSet, Outcome, Strength, Verdict

RULES = {rule.check: rule.parameters for rule in load().rules()}
README = """# Star Map

Star Map draws the sky as it is seen tonight from wherever you stand, with all the stars that an eye can see, their
names, the figures they make, and the planets that wander among them. It is written for teachers and for curious people.

## Installation

Run `pip install star-map`.

## Tests

Run `pytest`.

## Contact

Write to stars@sky.net.
"""
CONTRIBUTING = """# Contributing to Star Map

Open an issue before larger changes. Then fork the repository, make a branch, and send a pull request. Run the tests
before, and add one for what you changed. A maintainer reviews each pull request within a week, and merges it.
"""
CONDUCT = """# Code of conduct

We take part as the Contributor Covenant asks. Be kind to each other in issues, changes and mails. Whoever sees
something else reports it to stars@sky.net, where two people read it and answer within a week.
"""
WORDS = "The parts of the star map are told here in some more words than a title has. " * 4
GOOD: dict[str, str | bytes] = {
    "README.md": README, "CONTRIBUTING.md": CONTRIBUTING, "CODE_OF_CONDUCT.md": CONDUCT, "LICENSE": filled("MIT"),
    "pyproject.toml": PROJECT,
    "docs/architecture.md": WORDS, "docs/building.md": WORDS, "docs/api.md": "::: star.map\n",
    "star/map.py": 'def draw(sky):\n    """Draw what an eye can see of it tonight."""\n',
}  # fmt: skip


def _evidence(path: Path, files: dict[str, str | bytes]) -> EvidenceSet:
    from criteria.evidence import licences
    from criteria.snapshot import Snapshot

    evidence = collected(path, files)
    import pygit2

    commit = str(pygit2.Repository(str(path)).head.target)
    return evidence.with_evidence(Evidence("licences", licences.collect(Snapshot(path, commit)), "test"))


def _judge(path: Path, files: dict[str, str | bytes]) -> Verdict:
    return docs_audiences.judge(_evidence(path, files), RULES["QC.Doc06"])


def test_documentation_for_everybody_passes_with_the_weakest_strength(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", GOOD)
    assert verdict.outcome is Outcome.PASS, verdict.reason
    assert verdict.strength in (Strength.E2, Strength.E3)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "LICENSE", "docs/api.md"])
def test_one_audience_without_its_documentation_fails(tmp_path: Path, name: str) -> None:
    files = {path: text for path, text in GOOD.items() if path != name}
    verdict = _judge(tmp_path / "r", files)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings


def test_a_rule_that_is_unknown_leaves_it_open(tmp_path: Path) -> None:
    files = GOOD | {
        "star/map.py": b"def draw(): pass\0\n",
        "pyproject.toml": PROJECT + "scripts = {map = 'star:main'}\n",
        "docs/cli.md": WORDS,
    }
    assert _judge(tmp_path / "r", files).outcome is Outcome.NOT_ASSESSED


def test_where_none_of_them_applies_neither_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a criterion of which no rule applies."""

    class _None:
        ID = "QC.Doc06.6"

        @staticmethod
        def judge(evidence: EvidenceSet, parameters: object) -> Verdict:
            return not_applicable("no service")

    monkeypatch.setattr(docs_audiences, "JOINED", {"QC.Doc06.6": _None})
    assert docs_audiences.judge(EvidenceSet({}), {}).outcome is Outcome.NOT_APPLICABLE


def test_its_limits_are_those_of_the_rules_it_joins() -> None:
    """They stand in the baseline twice, because a rule reads its own parameters alone."""
    for id_ in docs_audiences.JOINED:
        assert RULES["QC.Doc06"].get(id_, {}) == RULES[id_]
