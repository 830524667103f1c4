"""What a person states about a rule holds for one project, one commit or a time, and one baseline; nothing else."""

from datetime import date

import attrs
import pytest

from criteria.attestation import About, Standing, Statement, checked, identity_of

COMMIT = "c" * 40
ABOUT = About("example.org/star/map", COMMIT, "eosc-software-4.1", date(2026, 11, 20))
ONE = Statement(
    "QC.Rev03", "eosc-software-4.1", "example.org/star/map", COMMIT, "Reviews are concise and neutral.",
    "Ada Example", "maintainer", date(2026, 11, 1), date(2027, 10, 31), "k" * 64,
)  # fmt: skip
FOR_ALL = attrs.evolve(ONE, commit=None)


def standing(about: About = ABOUT, of: Statement = ONE, **changes: object) -> Standing:
    return checked(attrs.evolve(of, **changes), about, "F").standing


def test_a_statement_about_this_commit_is_valid() -> None:
    """Also where only the commit is known, on one side or the other, and on its last day."""
    assert standing() is Standing.VALID
    assert standing(project=None) is Standing.VALID
    assert standing(attrs.evolve(ABOUT, project=None)) is Standing.VALID
    assert standing(expires=ABOUT.today) is Standing.VALID
    assert standing(issued=ABOUT.today) is Standing.VALID


def test_a_statement_about_a_project_holds_for_every_commit() -> None:
    """Until it expires; where nothing shows which project this is, it says nothing."""
    assert standing(of=FOR_ALL) is Standing.VALID
    assert standing(attrs.evolve(ABOUT, commit="d" * 40), FOR_ALL) is Standing.VALID
    assert standing(attrs.evolve(ABOUT, project=None), FOR_ALL) is Standing.OTHER_PROJECT
    assert standing(of=FOR_ALL, project=None) is Standing.MALFORMED


@pytest.mark.threat("A18")
def test_a_fork_inherits_no_word() -> None:
    """Neither by another name for the same commit nor by another commit under the name."""
    assert standing(attrs.evolve(ABOUT, project="example.org/fork/map")) is Standing.OTHER_PROJECT
    assert standing(attrs.evolve(ABOUT, commit="d" * 40)) is Standing.OTHER_COMMIT


def test_each_way_not_to_hold_has_its_own_sentence() -> None:
    """Another baseline, too early, too late, longer than a year."""
    cases = {
        Standing.OTHER_BASELINE: {"baseline": "fair4rs"},
        Standing.NOT_YET: {"issued": date(2026, 11, 21)},
        Standing.EXPIRED: {"expires": date(2026, 11, 19)},
        Standing.TOO_LONG: {"expires": date(2027, 11, 3)},
    }
    sentences = set()
    for wanted, changes in cases.items():
        made = checked(attrs.evolve(ONE, **changes), ABOUT, "F")  # type: ignore[arg-type]
        assert made.standing is wanted
        sentences.add(made.why)
    assert len(sentences) == len(cases)


def test_the_last_day_there_is_has_no_year_behind_it() -> None:
    """A date at the end of the calendar is answered like any other."""
    assert standing(issued=date.max, expires=date.max) is Standing.NOT_YET


@pytest.mark.parametrize(
    ("location", "identity"),
    [
        ("https://example.org/Star/map.git", "example.org/Star/map"),
        ("https://EXAMPLE.org/Star/map/", "example.org/Star/map"),
        ("ssh://git@example.org/Star/map.git", "example.org/Star/map"),
        ("https://example.org:8443/a", "example.org:8443/a"),
        ("pypi:Star_Map==1.0 star_map-1.0.tar.gz", "pypi:star-map"),
        ("star-map-1.0.tar.gz", None),
        ("folder", None),
        ("https://example.org/", None),
        ("", None),
    ],
)
def test_however_it_is_fetched_a_project_is_the_same(location: str, identity: str | None) -> None:
    """Protocol, user and ending do not count; a folder or a file on this machine names no project."""
    assert identity_of(location) == identity
