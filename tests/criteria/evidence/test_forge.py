"""The file of the forge: what is read, what is refused and with which sentence, and whose it is."""

import json
import re
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.errors import CriteriaError, UntrustedInputError
from criteria.evidence import forge as module
from criteria.evidence.forge import (
    BranchRules,
    ChangeRequest,
    Forge,
    Issues,
    belongs,
    load_forge,
    repository_of,
    schema,
)

LEAST: dict[str, Any] = {
    "schema_version": "forge-1",
    "forge": "github",
    "repository": "github.com/example/star-map",
    "captured_at": "2026-11-20T21:00:00Z",
}
FULL: dict[str, Any] = {
    **LEAST,
    "window": {"since": "2025-11-20T00:00:00Z", "until": "2026-11-20T00:00:00Z"},
    "default_branch": "main",
    "head": "a" * 40,
    "visibility": "public",
    "archived": False,
    "accepts_forks": True,
    "repositories": [{"repository": "github.com/example/star-map", "vcs": "git"}],
    "issues": {"enabled": True, "public": True, "total": 9, "by_non_members": 3, "first_response_hours": [1, 2.5]},
    "branch_rules": {"protected": True, "force_pushes": False, "required_checks": ["test"], "required_reviews": 1},
    "head_checks": [{"name": "test", "conclusion": "success"}],
    "merged_total": 1,
    "changes": [
        {
            "number": 7,
            "author": "ada",
            "merged_at": "2026-10-01T12:00:00Z",
            "merge_commit": "b" * 40,
            "reviewers": ["grace"],
            "checks": [{"name": "test", "conclusion": "success"}],
            "linked_issues": [3],
        }
    ],
    "releases": [{"tag": "v1.0.0", "time": "2026-10-02T00:00:00Z", "signed": True}],
    "topics": ["astronomy"],
    "licence": "MIT",
    "unknown": {"reviews": "not asked"},
}


def _load(data: Any) -> Forge:
    return load_forge(json.dumps(data).encode())


def _refused(data: Any) -> str:
    with pytest.raises(UntrustedInputError) as error:
        _load(data)
    said = str(error.value)
    assert "\n" not in said
    assert len(said) < 600
    return said


def test_a_full_file_becomes_evidence() -> None:
    """Times are seconds, lists are tuples, and what is absent is not known."""
    forge = _load(FULL)
    assert (forge.captured_at, forge.date) == (1_795_208_400, "2026-11-20")
    assert forge.changes is not None
    assert (forge.changes[0].reviewers, forge.changes[0].body_length) == (("grace",), None)
    assert forge.branch_rules == BranchRules(True, False, ("test",), 1)
    assert forge.issues is not None
    assert forge.issues.first_response_hours == (1.0, 2.5)


def test_the_least_file_knows_nothing_else() -> None:
    """Every field is optional, and says which one to add."""
    forge = _load(LEAST)
    assert all(getattr(forge, field.name) is None for field in attrs.fields(Forge)[3:-1])
    assert forge.why("changes") == "the forge evidence of 2026-11-20 does not say; add `changes` to it"
    assert forge.why("reviews").endswith("add `reviews` to it")
    assert _load(FULL).why("reviews").endswith("does not say: not asked")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"chnages": []}, "$ has the unknown key 'chnages'; did you mean 'changes'?"),
        ({"forge": "githb"}, "$.forge is 'githb'; did you mean 'github'?"),
        ({"issues": {"publik": True}}, "$.issues has the unknown key 'publik'; did you mean 'public'?"),
        ({"changes": [{"number": 1, "checks": [{"name": "x"}]}]}, "$.changes[0].checks[0] lacks the key conclusion"),
        ({"changes": [{"number": "1"}]}, "$.changes[0].number must be of type integer"),
        ({"head": "abc"}, "$.head is 'abc', and should be where the default branch stood, 40 hexadecimal digits"),
        ({"merged_total": -1}, "$.merged_total must be at least 0"),
        ({"captured_at": "2026-13-20T21:00:00Z"}, "there is no such time as 2026-13-20T21:00:00Z @ $.captured_at"),
        ({"captured_at": "yesterday"}, "$.captured_at is 'yesterday', and should be when the forge was asked (UTC,"),
        ({"repository": "github.com/example"}, "$.repository is 'github.com/example', and should be host/owner/name"),
        ({"schema_version": "forge-2"}, "$.schema_version is forge-2; this Assay reads forge-1"),
        ({"unknown": {"isues": "x"}}, "$.unknown has the unknown key 'isues'; did you mean 'issues'?"),
        ({"changes": [{"number": 1}] * 2}, "$.changes holds change request 1 twice"),
        ({"merged_total": 0, "changes": [{"number": 1}]}, "$.merged_total is 0, fewer than the 1 entries"),
        ({"topics": ["x"] * 101}, "$.topics holds more than the 100 entries we read"),
        ({"issues": {"total": 1, "by_non_members": 2}}, "$.issues.by_non_members is more than $.issues.total"),
        (
            {"window": {"since": "2026-11-20T00:00:00Z", "until": "2026-11-21T00:00:00Z"}},
            "$.window must begin before it ends, and end before $.captured_at",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(more: dict[str, Any], said: str) -> None:
    """One sentence with a JSON path."""
    assert said in _refused({**LEAST, **more})


@pytest.mark.threat("A23")
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"null", b"[" * 100_000, b'{"a":' * 5_000, b"NaN", b'"' + b"x" * (17 * 2**20), b"9" * 5_000],
)
def test_bytes_that_are_no_such_file_are_refused(content: bytes) -> None:
    """Whatever they are."""
    with pytest.raises(UntrustedInputError):
        load_forge(content)


@pytest.mark.threat("A27")
def test_hostile_texts_are_shown_escaped() -> None:
    """The sentence goes to a terminal."""
    assert "\x1b" not in _refused({**LEAST, "\x1b[31mred": 1})
    assert "\u202e" not in _refused({**LEAST, "forge": "\u202e"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)


@st.composite
def _mutated(draw: st.DrawFn) -> Any:
    """The full file with one value, anywhere, replaced, removed or added."""
    data = json.loads(json.dumps(FULL))
    place: Any = data
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return data
        key = draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and draw(st.booleans()):
            place = place[key]
            continue
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                place[key] = draw(JSON)
            case "remove":
                del place[key]
            case "add" if isinstance(place, dict):
                place[draw(st.text(max_size=12))] = draw(JSON)
            case _:
                place.append(draw(JSON))
        return data


@settings(max_examples=300, deadline=None)
@given(_mutated())
def test_no_file_breaks_the_reader(data: Any) -> None:
    """It is read, or refused by an error of ours; what is read fits the published schema."""
    try:
        forge = _load(data)
    except CriteriaError:
        return
    jsonschema.validate(data, dict(schema()), cls=jsonschema.Draft202012Validator)
    assert isinstance(forge, Forge)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    """No other exception ever."""
    with pytest.raises(UntrustedInputError):
        load_forge(content)


def test_the_schema_and_the_classes_name_the_same_fields() -> None:
    """A field that only one of them has could never be given, or never be read."""
    jsonschema.Draft202012Validator.check_schema(dict(schema()))
    properties = schema()["properties"]
    assert set(properties) - {"schema_version"} == {field.name for field in attrs.fields(Forge)}
    for cls, given_ in (
        (ChangeRequest, properties["changes"]["items"]),
        (Issues, properties["issues"]),
        (BranchRules, properties["branch_rules"]),
        (module.ForgeRelease, properties["releases"]["items"]),
        (module.ProjectRepository, properties["repositories"]["items"]),
        (module.CheckRun, properties["head_checks"]["items"]),
        (module.Window, properties["window"]),
    ):
        assert set(given_["properties"]) == {field.name for field in attrs.fields(cls)}
        assert given_["additionalProperties"] is False


@pytest.mark.threat("A18")
@pytest.mark.parametrize(
    ("location", "same"),
    [
        ("https://github.com/example/star-map", True),
        ("https://github.com/Example/Star-Map.git", True),
        ("ssh://github.com/example/star-map", True),
        ("https://github.com:443/example/star-map/", True),
        ("https://github.com/fork/star-map", False),
        ("https://gitlab.com/example/star-map", False),
        ("https://github.com:8443/example/star-map", False),
        ("star-map", False),
        ("pypi:star-map==1.0", False),
        ("https://github.com/example/star-map/x", False),
    ],
)
def test_evidence_belongs_to_one_repository_by_its_full_path(location: str, same: bool) -> None:
    """A fork, a namesake and a source without an address inherit nothing."""
    reason = belongs(_load(LEAST), location)
    assert (reason is None) is same
    if reason is not None:
        assert "star-map" in reason


def test_an_address_is_read_without_its_user() -> None:
    """Ways to write one repository are one repository."""
    assert repository_of("ssh://git@github.com/A/b.git") == "github.com/a/b"
    assert repository_of("git://example.org:9418/a/b") == "example.org/a/b"
    assert repository_of("/home/a/b") is None


def test_a_bot_is_one_by_mark_and_by_name() -> None:
    """And a review by a bot, or by the author, is none by somebody else."""
    assert ChangeRequest(1, author="renovate[bot]", is_bot=True).by_bot
    assert not ChangeRequest(1, author="ada", is_bot=True).by_bot
    assert not ChangeRequest(1, author="renovate[bot]").by_bot
    assert ChangeRequest(1, author="Ada", reviewers=("ada", "x[bot]", "Grace")).others == {"grace"}
    assert ChangeRequest(1, author=None, reviewers=("grace",)).others is None


def test_the_example_of_the_documentation_is_read() -> None:
    """Who copies it has a file that works."""
    page = Path(__file__).parents[3] / "docs" / "how-to" / "bring-forge-evidence.md"
    (example,) = re.findall(r"^```json\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)
    forge = load_forge(example.encode())
    assert forge.changes is not None
    assert forge.changes[0].others == {"ada"}
