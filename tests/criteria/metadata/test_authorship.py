import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.metadata.authorship import Contributor, compare_authors, folded_name, same_person


@attrs.frozen
class Somebody:
    name: str
    commits: int
    mail: str = "x@lab.org"


def same(first: str, second: str) -> bool:
    return same_person(folded_name(first), folded_name(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Jorge Gomes", "Gomes, Jorge"),
        ("Matthias Köppe", "matthias koeppe"),
        ("Matthias Köppe", "Matthias Koppe"),
        ("Jorge Gomes", "J. Gomes"),
        ("Donald E. Knuth", "Donald Ervin Knuth"),
        ("Donald Knuth", "Donald E. Knuth"),
        ("Søren Łukasz Ørsted", "Soren Lukasz Orsted"),
        ("Jorge Gomes", "jgomes"),
        ("Jorge Gomes", "JorgeGomes"),
        ("李 明", "李 明"),
    ],
)
def test_one_person_in_two_spellings(first: str, second: str) -> None:
    """Accents, case, order, initials, middle names and user names; in both directions."""
    assert same(first, second)
    assert same(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Jorge Gomes", "Jorge Silva"),
        ("Ada Byron", "A. Bach"),
        ("Jorge Gomes", "jorge"),
        ("", "Ada"),
        ("A B", "A. B. Cee"),
    ],
)
def test_two_people(first: str, second: str) -> None:
    """A given name or initials alone make nobody."""
    assert not same(first, second)
    assert not same(second, first)


def test_main_contributors_who_are_not_listed_are_told() -> None:
    """Above the share only; listed persons without a commit as well."""
    people = [Somebody("Ada Lovelace", 70), Somebody("Ida Rhodes", 25), Somebody("Occasional Helper", 5)]
    found = compare_authors(["Lovelace, Ada", "Grace Hopper"], people, 0.1)
    assert found.matched == ("Lovelace, Ada",)
    assert found.unlisted == (Contributor("Ida Rhodes", 25, 0.25),)
    assert found.unseen == ("Grace Hopper",)


def test_one_person_with_several_addresses_is_added_up() -> None:
    """A history without a .mailmap splits people; their names join them."""
    people = [Somebody("Ada Lovelace", 50), Somebody("Ida Rhodes", 6, "a@x.org"), Somebody("ida rhodes", 6, "b@x.org")]
    assert [one.commits for one in compare_authors(["Ada Lovelace"], people, 0.1).unlisted] == [12]


def test_nobody_listed_and_nobody_seen() -> None:
    """Empty on both sides is no division by nothing."""
    found = compare_authors([], [], 0.1)
    assert (found.matched, found.unlisted, found.unseen, found.persons) == ((), (), (), False)


@given(st.text(max_size=60), st.text(max_size=60))
def test_comparison_is_symmetric_and_reflexive_for_names(first: str, second: str) -> None:
    """Whatever people are called."""
    assert same(first, second) == same(second, first)
    words = folded_name(first)
    if len(words) > 1 and max(map(len, words)) >= 3:
        assert same(first, first)
