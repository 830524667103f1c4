from pathlib import Path

import pytest
from gathered import changed, gathered

from criteria.checks import contributor_base
from criteria.evidence.history import Person
from criteria.model import EvidenceSet, Outcome

PEOPLE = {"count": "people", "core": 1, "minimum": 2, "minimum_commits": 2}
HOUSES = {"count": "organisations", "core": 0, "minimum": 2, "minimum_commits": 2}


def _evidence(path: Path, *people: tuple[str, int], **fetched: object) -> EvidenceSet:
    authors = tuple(Person(mail.partition("@")[0], mail, commits) for mail, commits in people)
    return changed(gathered(path / "r", {"a.py": "x = 1\n"}, **fetched), "history", people=authors)


def test_people_outside_the_core_pass_and_a_single_author_fails(tmp_path: Path) -> None:
    many = _evidence(tmp_path / "a", ("a@x.org", 90), ("b@y.org", 5), ("c@z.org", 2))
    few = _evidence(tmp_path / "b", ("a@x.org", 90), ("b@y.org", 5), ("c@z.org", 1))
    assert contributor_base.judge(many, PEOPLE).outcome is Outcome.PASS
    assert contributor_base.judge(few, PEOPLE).outcome is Outcome.FAIL


def test_institutions_and_shared_domains_are_organisations(tmp_path: Path) -> None:
    good = _evidence(tmp_path / "a", ("a@phys.mit.edu", 9), ("b@obs.fr", 5), ("c@obs.fr", 2))
    assert contributor_base.judge(good, HOUSES).outcome is Outcome.PASS
    one = _evidence(tmp_path / "b", ("a@obs.fr", 9), ("b@obs.fr", 5))
    assert contributor_base.judge(one, HOUSES).outcome is Outcome.FAIL


@pytest.mark.threat("A17")
def test_addresses_of_providers_name_nobody(tmp_path: Path) -> None:
    evidence = _evidence(tmp_path, ("a@gmail.com", 9), ("b@users.noreply.github.com", 5), ("c@my-own.net", 5))
    assert contributor_base.judge(evidence, HOUSES).outcome is Outcome.NOT_ASSESSED


@pytest.mark.parametrize(
    ("mail", "house"),
    [
        ("a@cs.ox.ac.uk", "ox.ac.uk"),
        ("a@lpc.in2p3.fr", "in2p3.fr"),
        ("a@gmail.com", None),
        ("a@box.local", None),
        ("", None),
    ],
)
def test_the_house_of_an_address_is_its_registered_domain(mail: str, house: str | None) -> None:
    assert contributor_base.organisation(mail) == house


def test_an_archive_has_no_authors(tmp_path: Path) -> None:
    assert contributor_base.judge(_evidence(tmp_path, versioned=False), PEOPLE).outcome is Outcome.NOT_ASSESSED
