import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.licences.reuse import MOST, annotated, annotations, sidecar_licence


def toml(path: str, licence: str = "MIT") -> str:
    return f'[[annotations]]\npath = "{path}"\nSPDX-License-Identifier = "{licence}"\n'


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("a.py", "a.py", True),
        ("*.py", "a.py", True),
        ("*.py", "d/a.py", False),
        ("d/*", "d/a.py", True),
        ("d/*", "d/e/a.py", False),
        ("d/**", "d/e/a.py", True),
        ("**", "d/e/a.py", True),
        ("a?.py", "ab.py", False),
        ("[ab].py", "a.py", False),
    ],
)
def test_a_star_stays_in_its_folder_and_two_do_not(glob: str, path: str, matches: bool) -> None:
    """As REUSE.toml defines its globs; question marks and brackets are letters."""
    assert (annotated(path, annotations("REUSE.toml", toml(glob))) == "MIT") is matches


def test_the_last_annotation_wins_and_paths_are_below_the_file() -> None:
    """A REUSE.toml speaks for its own folder only."""
    known = annotations("lib/REUSE.toml", toml("**") + toml("a.py", "ISC"))
    assert (annotated("lib/a.py", known), annotated("lib/b.py", known), annotated("a.py", known)) == (
        "ISC",
        "MIT",
        None,
    )


def test_a_sidecar_may_hold_several_tags() -> None:
    """They hold together; a sidecar without a tag says nothing."""
    assert sidecar_licence("SPDX-License-Identifier: MIT\nSPDX-License-Identifier: ISC\n") == "MIT AND ISC"
    assert sidecar_licence("Copyright A\n") is None


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "text", ["", "[", "annotations = 3", "[[annotations]]\npath = 3", toml("*" * 5000), toml("*a" * 300)]
)
def test_hostile_annotations_are_none_or_harmless(text: str) -> None:
    """What cannot be read says nothing, and a glob of stars ends."""
    assert annotated("a" * 2000, annotations("REUSE.toml", text)) in (None, "MIT")


def test_globs_are_capped() -> None:
    """A file with more of them is read to the limit."""
    assert len(annotations("REUSE.toml", toml("a") * (2 * MOST))) <= MOST


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Both formats answer with annotations, perhaps none."""
    assert isinstance(annotations("REUSE.toml", text), tuple)
    assert isinstance(annotations(".reuse/dep5", text), tuple)
