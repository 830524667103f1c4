import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.metadata.schemes import identifiers_in


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("https://doi.org/10.5281/zenodo.8042260.", "doi", "10.5281/zenodo.8042260"),
        ("(doi:10.1093/ABC(2020)1)", "doi", "10.1093/abc(2020)1"),
        ("badge/DOI/10.5281/zenodo.8042260.svg", "doi", "10.5281/zenodo.8042260"),
        (
            "swh:1:rev:" + "1a" * 20 + ";origin=https://x.org",
            "swhid",
            "swh:1:rev:" + "1a" * 20 + ";origin=https://x.org",
        ),
        ("[ascl:1905.001]", "ascl", "ascl:1905.001"),
        ("RRID: SCR_012345", "rrid", "RRID:SCR_012345"),
        ("https://n2t.net/ark:/12345/x6np1wh8k", "ark", "ark:/12345/x6np1wh8k"),
        ("https://hal.science/hal-01234567v2", "hal", "hal-01234567v2"),
        ("https://hdl.handle.net/11304/abc-1", "handle", "11304/abc-1"),
        ("https://swmath.org/software/825", "swmath", "825"),
        ("https://bio.tools/signalp", "biotools", "signalp"),
    ],
)
def test_identifiers_are_found_without_their_resolver(text: str, scheme: str, value: str) -> None:
    assert [(one.scheme, one.value, one.problem) for one in identifiers_in(text)] == [(scheme, value, None)]


@pytest.mark.parametrize("text", ["ascl:1913.001", "10.5281/zenodo.1234567", "swh:1:dir:" + "a" * 40])
def test_impossible_ones_and_samples_carry_their_problem(text: str) -> None:
    assert [one.problem for one in identifiers_in(text)] != [None]


@pytest.mark.parametrize("text", ["", "10.3/x", "swh:1:dir:abc", "version 10.2", "ascl", "hal-123"])
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert list(identifiers_in(text)) == []


@pytest.mark.threat("A23")
@given(st.text(alphabet="10./()swh:;=asclRRID_ark-hdl \n", max_size=400))
def test_any_text_is_only_data(text: str) -> None:
    for one in identifiers_in(text):
        assert 0 <= one.start < len(text)
        assert one.value
