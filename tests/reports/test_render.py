"""Every format: a golden file, the same bytes twice, and hostile text that stays text."""

import ast
import json
import os
import re
from html import unescape
from pathlib import Path
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest
import report_examples as examples
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import reports
from reports.all_formats import FORMATS
from reports.errors import UnknownFormatError
from reports.formats import badge, markdown, sarif
from reports.render import render

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = {
    "example": examples.example(),
    "empty": examples.empty(),
    "gold": examples.gold(),
    "excepted": examples.excepted(),
}
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> \"'><a href='javascript:alert(1)'>x</a> </style></title>"
    "--><svg onload=alert(1)> | cell | [link](javascript:alert(1)) ![i](http://evil.example/x.png) @everyone #1 !2 "
    "`code` ``` ~~~ **bold** <!-- {{7*7}} {% raw %} ${7} ]]> &lt; https://evil.example www.evil.example "
    "[bold]markup[/bold] [link=https://evil.example]x[/link] :smile: =cmd() \x1b[31m \x00 \u202e \udcff \ud800"
    "\n# heading\n| a | b |"
)


def golden(name: str, format_: str) -> Path:
    return GOLDEN / f"{name}.{format_}{FORMATS[format_].SUFFIX}"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_format_has_a_golden_file(name: str, format_: str) -> None:
    """A changed byte is a changed contract: look at it, then run with ASSAY_GOLDEN=write."""
    made = render(DOCUMENTS[name], format_)
    if os.environ.get("ASSAY_GOLDEN") == "write":
        golden(name, format_).write_bytes(made)
    assert made == golden(name, format_).read_bytes()


@pytest.mark.parametrize("format_", FORMATS)
def test_key_order_and_environment_change_nothing(format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same document is the same bytes, on any terminal, however its keys came."""
    before = render(DOCUMENTS["example"], format_)
    for name, value in {"COLUMNS": "40", "FORCE_COLOR": "1", "TERM": "dumb", "LC_ALL": "C"}.items():
        monkeypatch.setenv(name, value)
    shuffled = json.loads(json.dumps(DOCUMENTS["example"], sort_keys=True))
    assert render(shuffled, format_) == before
    assert render(json.loads(render(shuffled, "json")), format_) == before


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UnknownFormatError, match=r"'htlm'.*did you mean 'html'"):
        render(DOCUMENTS["example"], "htlm")


@pytest.mark.threat("T15")
@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_lets_control_characters_through(format_: str) -> None:
    """Neither terminals nor parsers are steered by what is assessed."""
    text = render(examples.hostile(HOSTILE), format_).decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", text)


def _shape(content: bytes) -> dict[str, set[str]]:
    """The elements of a page with all attributes each of them has."""
    found: dict[str, set[str]] = {}
    for element in html5lib.parse(content, treebuilder="etree", namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str):
            found.setdefault(element.tag, set()).update(element.attrib)
        else:
            found.setdefault("comment", set())
    return found


@pytest.mark.threat("T15", "T17", "A27")
def test_hostile_text_adds_no_element_and_no_attribute() -> None:
    """A browser finds in the hostile page the elements and attributes of a harmless one, no more."""
    page = render(examples.hostile(HOSTILE), "html")
    harmless = render(examples.hostile("harmless"), "html")
    assert _shape(page) == _shape(harmless)
    tree = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    count = len(list(tree.iter()))
    assert count == len(list(html5lib.parse(harmless, treebuilder="etree", namespaceHTMLElements=False).iter()))
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert not value.strip().lower().startswith("javascript:")
            if name in ("href", "src"):
                assert value.startswith(("#", "data:image/svg+xml;base64,"))
    assert "{{7*7}}" in "".join(tree.itertext())


def test_the_page_is_whole_without_network_or_script() -> None:
    """One h1, landmarks, a strict policy, no script, no form, nothing loaded."""
    page = render(DOCUMENTS["example"], "html").decode()
    tree = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    tags = [element.tag for element in tree.iter() if isinstance(element.tag, str)]
    assert tags.count("h1") == tags.count("main") == tags.count("header") == tags.count("footer") == 1
    assert not {"script", "link", "iframe", "object", "embed", "form", "base"} & set(tags)
    assert "url(" not in page
    assert "@import" not in page
    policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert policy.get("content", "").startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for link in tree.iter("a"):
        assert link.get("href", "")[1:] in ids or link.get("href") == "#QC.Uni01%40devel"
    for head in tree.iter("th"):
        assert head.get("scope") in ("col", "row")


def test_the_page_is_valid_html() -> None:
    """The strict parser finds nothing to repair."""
    html5lib.HTMLParser(strict=True).parse(render(DOCUMENTS["example"], "html"))
    html5lib.HTMLParser(strict=True).parse(render(examples.hostile(HOSTILE), "html"))


@pytest.mark.parametrize("level", ["none", "bronze", "silver", "gold", "unknown", "nonsense", HOSTILE])
def test_the_badge_says_its_level_to_everybody(level: str) -> None:
    """Word, label and title agree; what is no level is grey and unknown."""
    picture = fromstring(badge.badge(level))
    word = level if level in badge.COLOURS else "unknown"
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == f"assay: {word}"
    assert [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")] == ["assay", word]
    fill = [one.get("fill") for one in picture.iter("{http://www.w3.org/2000/svg}rect")][-1]
    assert fill == badge.COLOURS[word]


@pytest.mark.parametrize("colour", [*badge.COLOURS.values(), badge.LABEL_COLOUR])
def test_white_text_on_the_badge_can_be_read(colour: str) -> None:
    """WCAG 2 AA: a contrast of 4.5 or more."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    luminance = sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (luminance + 0.05) >= 4.5


@pytest.mark.threat("T15")
def test_hostile_text_adds_nothing_to_the_badge() -> None:
    """The picture has the same elements whatever the rule set is called."""
    tags = [element.tag for element in fromstring(render(examples.hostile(HOSTILE), "badge")).iter()]
    assert tags == [element.tag for element in fromstring(render(DOCUMENTS["gold"], "badge")).iter()]


def _plain(source: str) -> str:
    """What a reader sees: rendered by CommonMark with tables, tags taken away, the breaks that cannot be seen too."""
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(source)
    return unescape(re.sub(r"<[^>]*>", "", rendered)).replace("\u200b", "")


@pytest.mark.threat("T15", "T39", "A27")
@given(st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("C", "Z")), min_size=1))
def test_escaped_markdown_renders_as_the_text(text: str) -> None:
    """Whatever the text is, the reader sees it and nothing else."""
    assert _plain(markdown.escape(text)) == f"{text}\n"
    assert _plain(f"x {markdown.escape(text)}") == f"x {text}\n"
    assert _plain(f"| a |\n|---|\n| {markdown.escape(text)} |").split() == ["a", text]
    assert _plain(f"x {markdown.code(text)}") == f"x {text}\n"
    assert _plain(f"| a |\n|---|\n| {markdown.code_in_cell(text)} |").split() == ["a", text]
    assert _plain(markdown.code_block(text)).strip("\n") == text


def _tags(source: str) -> set[str]:
    return set(re.findall(r"<(\w+)", MarkdownIt("gfm-like", {"linkify": False}).render(source)))


# In pieces, so that the report is not cut and every block is there.
@pytest.mark.threat("T39")
@pytest.mark.parametrize("piece", [HOSTILE[at : at + 60] for at in range(0, len(HOSTILE), 40)])
def test_nothing_in_markdown_is_live(piece: str) -> None:
    """No mention, no reference, no link, no picture, no HTML but our one marker."""
    source = render(examples.hostile(piece), "markdown").decode()
    assert "cut here" not in source
    assert _tags(source) == _tags(render(examples.hostile("harmless"), "markdown").decode())
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(source)
    assert re.findall(r"<!--.*?-->", rendered) == [markdown.MARKER]
    prose = re.sub(r"<(code|pre)[^>]*>.*?</\1>", "", rendered, flags=re.DOTALL)
    assert not re.search(r"[@#!]\w|://|www\.", unescape(re.sub(r"<[^>]*>", "", prose)))


@pytest.mark.threat("T39")
def test_markdown_stays_below_what_forges_accept_and_says_when_it_was_cut() -> None:
    """Huge text never hides the verdict or the marker."""
    made = render(examples.hostile("@a|" * 600), "markdown")
    assert len(made) < 65_536
    assert b"was cut here" in made
    assert made.startswith(b"## Assay: this change makes something worse")
    assert made.endswith(f"{markdown.MARKER}\n".encode())


@pytest.mark.threat("T15")
def test_hostile_text_adds_no_test_case() -> None:
    """JUnit parses, and counts what there is."""
    root = fromstring(render(examples.hostile(HOSTILE), "junit"))
    assert len(list(root.iter("testcase"))) == 25
    assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "skipped"}
    assert root.attrib == {"name": "assay", "tests": "25", "failures": "5", "errors": "0", "skipped": "10"}


def test_only_a_failure_is_red_in_junit() -> None:
    """What was not assessed is skipped with its reason, never failed and never passed."""
    root = fromstring(render(DOCUMENTS["example"], "junit"))
    cases = {case.get("name", "").split()[0]: [child.tag for child in case] for case in root.iter("testcase")}
    assert cases["QC.Ver01"] == ["skipped"]
    assert cases["QC.Sec02"] == ["failure"]
    assert cases["QC.Lic01"] == []


def test_an_attestation_is_met_only_where_it_is_accepted() -> None:
    """In JUnit it is then a passed case; a waived rule is skipped with its waiver."""
    root = fromstring(render(DOCUMENTS["excepted"], "junit"))
    cases = {case.get("name", "").split()[0]: case for case in root.iter("testcase")}
    assert [child.tag for child in cases["QC.Acc02"]] == []
    (skipped,) = cases["QC.Doc06.3"]
    assert "waived: tracked" in skipped.get("message", "")
    assert "approved by Grace Hopper" in skipped.get("message", "")


def test_sarif_tells_waived_new_and_healed_apart() -> None:
    """Waived results are suppressed with their justification; a change gives each result its state."""
    results = json.loads(render(DOCUMENTS["excepted"], "sarif"))["runs"][0]["results"]
    suppressed = [one for one in results if "suppressions" in one]
    assert {one["ruleId"] for one in suppressed} == {"QC.Sec02", "QC.Doc06.3"}
    assert all("Grace Hopper" in one["suppressions"][0]["justification"] for one in suppressed)
    states = [one.get("baselineState") for one in results if one["ruleId"] == "QC.Sec02" and one not in suppressed]
    assert (states.count("new"), states.count("absent")) == (1, 3)
    assert "baselineState" not in json.dumps(json.loads(render(DOCUMENTS["example"], "sarif")))


@pytest.mark.parametrize("format_", ["text", "html", "markdown"])
def test_what_changed_a_verdict_stands_beside_it(format_: str) -> None:
    """Waiver with approver and expiry, attestation with name and role, limit of the project, what is not in force."""
    made = re.sub(r"\s+", " ", unescape(render(DOCUMENTS["excepted"], format_).decode()).replace("\\", ""))
    for said in ("Grace Hopper", "2027-11-20", "it expired on 2026-01-01", "Ada Lovelace (maintainer)", "own limit",
                 "rests on waivers: without them it is no level", "would lower the bar",
                 "The change made this worse: QC.Sec02 pass → fail"):  # fmt: skip
        assert said in made, said


@pytest.mark.parametrize("format_", FORMATS)
def test_a_rule_set_without_levels_is_told_by_its_shares(format_: str) -> None:
    """No format speaks of a level that there is not."""
    bare = {**DOCUMENTS["example"], "baseline": {**DOCUMENTS["example"]["baseline"], "levels": []}}
    made = render(bare, format_).decode()
    assert "no level" not in made.replace("has no levels", "")
    assert format_ in ("cyclonedx", "json", "junit", "sarif") or "68.2 %" in made


@pytest.mark.threat("T33")
@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../../etc/passwd", "a/../../b", "file:///etc/passwd", "C:\\x", "\\\\host\\x", "..\\x", "~/x"],
)
def test_a_path_out_of_the_repository_is_no_location(path: str) -> None:
    """The finding stays, the link does not."""
    assert not sarif.is_inside(path)
    run = json.loads(render(examples.hostile(path), "sarif"))["runs"][0]
    results: list[Any] = run["results"]
    assert run["properties"]["locationsDropped"] == 5 * 5 * 12 + 5 * 12 + 4  # shown, waived, changed
    assert results
    assert not any(result["locations"] for result in results)


@pytest.mark.threat("T33")
def test_a_path_in_the_repository_is_an_escaped_uri() -> None:
    """Spaces and hashes stay part of the name."""
    assert sarif.is_inside("a b/c#1..2.py")
    result = json.loads(render(examples.hostile("a b/c#1.py"), "sarif"))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/c%231.py"


@pytest.mark.threat("T17")
def test_no_template_is_ever_made_from_text() -> None:
    """Templates come from our package and nowhere else, and the one environment escapes."""
    for path in Path(reports.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node, "attr", None) or getattr(node, "id", None)
            assert name not in ("from_string", "Template", "Markup", "SandboxedEnvironment", "NativeEnvironment"), path
    for path in (Path(reports.__file__).parent / "templates").iterdir():
        assert not re.search(r"\|\s*safe\b|autoescape", path.read_text()), path
