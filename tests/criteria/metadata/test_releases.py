import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.metadata.releases import CALVER, PEP440, SEMVER, common_prefix, parse


@pytest.mark.parametrize(
    ("tag", "version", "scheme"),
    [
        ("1.2.3", "1.2.3", SEMVER),
        ("v1.2.3", "1.2.3", SEMVER),
        ("V1.2.3", "1.2.3", SEMVER),
        ("release-1.2.3", "1.2.3", SEMVER),
        ("sympy-1.14.0", "1.14.0", SEMVER),
        ("star-map-v1.2.3", "1.2.3", SEMVER),
        ("release/1.2.3", "1.2.3", SEMVER),
        ("pkg@1.2.3", "1.2.3", SEMVER),
        ("R_2_4_1", "2.4.1", SEMVER),
        ("1.2.3-rc.1+build.5", "1.2.3-rc.1+build.5", SEMVER),
        ("v1.2", "1.2", PEP440),
        ("1.2.3rc1", "1.2.3rc1", PEP440),
        ("1.02.3", "1.02.3", PEP440),
        ("2024.05", "2024.05", CALVER),
        ("24.04", "24.04", CALVER),
        ("20240501", "20240501", CALVER),
        ("2024-05-01", "2024-05-01", CALVER),
    ],
)
def test_version_and_scheme_are_read_from_the_tag(tag: str, version: str, scheme: str) -> None:
    parsed = parse(tag)
    assert parsed is not None
    assert (parsed.version, parsed.scheme) == (version, scheme)


@pytest.mark.parametrize("tag", ["latest", "stable", "v", "nightly", "for-review", "1", "v7", "paper", "", "1" * 5000])
def test_other_tags_are_no_releases(tag: str) -> None:
    assert parse(tag) is None


def test_versions_sort_as_their_schemes_say() -> None:
    tags = ["1.0.0.dev1", "1.0.0a2", "1.0.0rc1", "v1.0.0", "1.0.0.post1", "1.0.1", "1.9.0", "1.10.0", "2024.5"]
    orders = [parsed.order for tag in tags if (parsed := parse(tag))]
    assert len(orders) == len(tags)
    assert orders == sorted(orders)


def test_a_candidate_is_not_final() -> None:
    assert [parsed.final for tag in ("1.0.0-rc.1", "1.0.0rc1", "1.0.0") if (parsed := parse(tag))] == [
        False,
        False,
        True,
    ]


def test_common_prefixes_and_the_own_name_belong_to_the_project() -> None:
    own = frozenset(("starmap",))
    assert all(common_prefix(prefix, own) for prefix in ("", "v", "release-", "star-map-", "star_map-v"))
    assert not common_prefix("plugin-", own)


@pytest.mark.threat("A16")
@given(st.text(max_size=200) | st.from_regex(r"\A[a-z]{0,5}[-_/@]?v?[0-9._+-]{0,40}[a-z0-9.]{0,10}\Z"))
def test_any_name_of_a_tag_is_read_and_can_be_sorted(tag: str) -> None:
    parsed, fixed = parse(tag), parse("v1.2.3")
    assert fixed is not None
    if parsed is not None:
        assert sorted((parsed.order, fixed.order))
