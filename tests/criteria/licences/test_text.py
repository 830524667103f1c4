import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from licence_texts import filled, spdx, text_of

from criteria.licences.index import MINIMUM_WORDS, approved, index, words
from criteria.licences.text import LIMIT, read_licence

APPROVED = sorted(id_ for id_ in spdx() if approved(id_) and "-with-" not in id_)


def ids(text: str) -> list[str]:
    return [match.id for match in read_licence(text).matches]


@pytest.mark.parametrize("id_", APPROVED)
def test_every_approved_text_is_recognised_as_itself_or_its_twin(id_: str) -> None:
    """An OSI-approved text of the SPDX list is one match, named by its id or by an id with the same words."""
    reading = read_licence(text_of(id_))
    assert len(reading.matches) == 1
    match = reading.matches[0]
    assert id_ in match.ids or match.id == id_.removesuffix("+")
    assert match.similarity >= 0.99
    assert not reading.riders
    assert not match.restricts


@pytest.mark.parametrize(
    ("id_", "family"), [("GPL-2.0-or-later", "GPL-2.0"), ("LGPL-2.1-only", "LGPL-2.1"), ("AGPL-3.0-only", "AGPL-3.0")]
)
def test_the_gnu_texts_name_their_family(id_: str, family: str) -> None:
    """The text does not tell "only" from "or later", so the match names both."""
    match = read_licence(text_of(id_)).matches[0]
    assert match.id == family
    assert match.ids == (f"{family}-only", f"{family}-or-later")


def test_the_lesser_licence_is_known_without_the_text_it_builds_on() -> None:
    """LGPL-3.0 is recognised with and without the GPL-3.0 text that SPDX appends."""
    alone = text_of("LGPL-3.0-only").partition("GNU GENERAL PUBLIC LICENSE\nVersion 3")[0]
    assert ids(alone) == ids(text_of("LGPL-3.0-only")) == ["LGPL-3.0"]


@pytest.mark.parametrize("id_", ["Apache-2.0", "GPL-3.0-only"])
def test_the_advice_how_to_apply_a_licence_may_be_missing(id_: str) -> None:
    """Without the appendix it is still the same licence, and not one of its derivatives."""
    text = text_of(id_)
    cut = text[: text.index("END OF TERMS AND CONDITIONS")]
    assert set(ids(cut)) == set(ids(text))


@pytest.mark.parametrize(
    "text",
    ["", " \n\t\n", "MIT License. Do what you like with it.", "lorem ipsum dolor sit amet " * 500, "\0" * 1000],
    ids=["empty", "blank", "40 bytes", "filler", "NUL"],
)
def test_what_is_no_licence_matches_nothing(text: str) -> None:
    """A1: empty, blank, tiny and filler files hold no licence."""
    assert read_licence(text).matches == ()


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda text: "\n".join(f"# {line}" for line in text.splitlines()),
        lambda text: "\n".join(f"      {line}  " for line in text.splitlines()),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: " ".join(text.split()),
        lambda text: text.upper(),
        lambda text: text.replace('"', "“").replace("license", "licence"),
        lambda text: f"# Licence\n\n> {text}",
    ],
    ids=["comment", "indent", "crlf", "one line", "capitals", "quotes", "markdown"],
)
@pytest.mark.parametrize("id_", ["MIT", "BSD-3-Clause", "Apache-2.0"])
def test_layout_does_not_matter(id_: str, wrapped: object) -> None:
    """Line ends, comment marks, case and quotes change nothing."""
    assert ids(wrapped(filled(id_))) == [id_]  # type: ignore[operator]


@pytest.mark.parametrize("id_", ["BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "MIT", "MIT-0", "ISC", "X11"])
def test_near_twins_are_told_apart(id_: str) -> None:
    """A clause more or less is another licence."""
    assert ids(filled(id_)) == [id_]


def test_names_inside_the_licence_do_not_hide_it() -> None:
    """The BSD texts name their holder inside; regents, foundations and long names are still BSD."""
    text = filled("BSD-3-Clause").replace("the copyright holder nor", "the Regents of the Example University nor")
    assert ids(text.replace("COPYRIGHT HOLDER", "REGENTS")) == ["BSD-3-Clause"]


def test_a_long_list_of_holders_does_not_hide_the_licence() -> None:
    """Two thousand lines of copyright or of names leave the text recognised."""
    notices = "\n".join(f"Copyright (c) {1990 + number % 30} Person {number} <p@lab.org>" for number in range(2000))
    people = "\n".join(f"* Person Number{number}" for number in range(2000))
    for head in (notices, people):
        reading = read_licence(f"{head}\n\n{text_of('BSD-3-Clause').partition(chr(10))[2]}")
        assert [match.id for match in reading.matches] == ["BSD-3-Clause"]
        assert not reading.placeholders


def test_a_file_may_hold_several_licences_in_order() -> None:
    """Own licence first, then those of components, each with its lines and share."""
    parts = [filled("BSD-3-Clause"), filled("MIT"), text_of("Apache-2.0"), filled("BSD-3-Clause")]
    reading = read_licence("\n\n-----\nFiles below x are from elsewhere:\n\n".join(parts))
    assert [match.id for match in reading.matches] == ["BSD-3-Clause", "MIT", "Apache-2.0", "BSD-3-Clause"]
    assert [match.line for match in reading.matches] == sorted(match.line for match in reading.matches)
    assert all(match.line <= match.last_line for match in reading.matches)
    assert 0.9 < sum(match.share for match in reading.matches) <= 1


def test_a_preamble_about_components_leaves_the_licence_recognised() -> None:
    """As in a large system that lists its components before the text."""
    table = "\n".join(f"component{number}      GPLv2+ (see below)" for number in range(150))
    reading = read_licence(f"This file is about the copyright of all components.\n{table}\n{text_of('GPL-3.0-only')}")
    assert [match.id for match in reading.matches] == ["GPL-3.0"]
    assert not reading.riders
    assert not reading.placeholders


@pytest.mark.parametrize("id_", ["MIT", "BSD-3-Clause", "BSD-2-Clause", "ISC", "NCSA"])
@pytest.mark.parametrize(
    "blank", ["[year] [fullname]", "<year> <name of author>", "{{ year }} {{ organization }}", "YYYY"]
)
def test_a_form_with_open_blanks_is_seen(id_: str, blank: str) -> None:
    """A2: short licences are forms, and each open blank is named with its line."""
    body = re.sub(r"<[^<>]{1,40}>", "Ada", text_of(id_))
    reading = read_licence(f"Copyright (c) {blank}\n\n{body}")
    assert reading.matches
    assert reading.placeholders[0].line == 1


@pytest.mark.parametrize("id_", ["Apache-2.0", "GPL-2.0-only", "GPL-3.0-only", "LGPL-2.1-only", "AGPL-3.0-only"])
def test_the_blanks_of_an_appendix_belong_there(id_: str) -> None:
    """The advice how to apply a licence shows a form, which nobody has to fill in."""
    assert read_licence(text_of(id_)).placeholders == ()


@pytest.mark.parametrize("id_", ["MIT", "BSD-3-Clause", "Apache-2.0", "GPL-3.0-only"])
@pytest.mark.parametrize(
    "rider",
    [
        "This software may be used for non-commercial purposes only.",
        "For academic use only.",
        "Use is limited to research and teaching; commercial use requires a licence of its own.",
        "The software may not be used for the training of models.",
        "You may not use this software for military purposes.",
        "You must not sell copies of this software.",
        '"Commons Clause" License Condition v1.0',
        "It is licensed for internal evaluation purposes only.",
    ],
)
def test_a_term_that_restricts_use_is_a_rider(id_: str, rider: str) -> None:
    """A3: before or after the text, each is found with its line, and the licence is still named."""
    before, after = read_licence(f"{rider}\n\n{filled(id_)}"), read_licence(f"{filled(id_)}\n\n{rider}\n")
    assert before.riders and after.riders
    assert before.riders[0].line == 1
    assert after.riders[0].line > 5
    assert before.matches[0].id == after.matches[0].id == id_.removesuffix("-only")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("is hereby granted", "is hereby not granted"),
        ("to any person", "to any person, for non-commercial use,"),
        ("without restriction", "without commercial use, which is prohibited, but otherwise without restriction"),
    ],
)
def test_words_put_into_a_licence_are_seen(old: str, new: str) -> None:
    """A3: a restriction hidden inside the text is found as well."""
    text = filled("MIT")
    assert old in text
    assert read_licence(text.replace(old, new)).riders


@pytest.mark.parametrize(
    "sentence",
    [
        "It can be used for commercial and non-commercial purposes.",
        "The whole is under version 3 (no other versions!) of the licence below.",
        "Some optional packages are licensed under more restrictive conditions.",
        "Contact us if you need help.",
        "All documentation is licensed under Creative Commons BY-SA.",
    ],
)
def test_harmless_sentences_are_no_riders(sentence: str) -> None:
    """What takes nothing away is not held against the project."""
    for id_ in ("MIT", "GPL-3.0-only"):
        assert read_licence(f"{sentence}\n{' '.join(['Some words.'] * 9)}\n{filled(id_)}").riders == ()


@pytest.mark.parametrize("id_", ["CC-BY-NC-4.0", "PolyForm-Noncommercial-1.0.0", "BUSL-1.1", "JSON"])
def test_a_listed_licence_may_restrict_by_itself(id_: str) -> None:
    """Not every licence that SPDX lists is free."""
    assert read_licence(text_of(id_)).matches[0].restricts


@pytest.mark.threat("T40")
@pytest.mark.parametrize(
    "unit", ["the ", "[", "(c) ", "copyright (c)\n", "<your ", "not ", "academic or ", "a. ", "\n"]
)
def test_repetition_is_only_text(unit: str) -> None:
    """A megabyte of one pattern is read to the limit and holds no licence."""
    reading = read_licence(unit * (2**20 // len(unit)))
    assert reading.truncated
    assert reading.matches == ()


@pytest.mark.threat("T40")
def test_hundreds_of_copies_are_capped() -> None:
    """A file made of licences is read to the limit with a bounded answer."""
    reading = read_licence(filled("MIT") * 500)
    assert reading.truncated
    assert {match.id for match in reading.matches} == {"MIT"}
    assert len(reading.matches) <= 100


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["MIT", "ISC", "BSD-3-Clause"]))
def test_text_around_a_licence_never_hides_it(noise: str, id_: str) -> None:
    """Whatever stands before and after, the licence is among the matches, and the answer is the same each time."""
    reading = read_licence(f"{noise}\n\n{filled(id_)}\n\n{noise}")
    assert id_ in [match.id for match in reading.matches]
    assert read_licence(f"{noise}\n\n{filled(id_)}\n\n{noise}") == reading


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """No text makes it fail, and shares are shares."""
    reading = read_licence(text)
    assert all(0 < match.share <= 1 and 0 < match.similarity <= 1 for match in reading.matches)
    assert len(text) <= LIMIT or reading.truncated


def test_the_index_holds_no_reference_of_a_few_words() -> None:
    """A reference shorter than a paragraph would be found by chance."""
    assert all(len(reference.words) >= MINIMUM_WORDS for reference in index().references)


def test_words_know_where_they_stand() -> None:
    """The offset leads back to the word."""
    text = "The Licence, in İstanbul."
    assert [word.text for word in words(text)][:2] == ["the", "license"]
    assert all(text[word.at :].lower().startswith(word.text[:2]) for word in words(text)[:3])
