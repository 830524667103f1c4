"""Templates, owners, support and governance: where they are found, and what guides nobody."""

from pathlib import Path

import cattrs
import pytest
from repos import snapshot_of

from criteria.evidence import templates
from criteria.evidence.templates import GOVERNANCE, ISSUE, REQUEST, SUPPORT, Template, Templates
from criteria.model import plain

FORM = """name: Bug
description: Something is wrong
body:
  - type: markdown
    attributes: {value: Thank you}
  - type: textarea
    attributes: {label: Steps to reproduce, description: A minimal example}
    validations: {required: true}
  - type: input
    attributes: {label: Version}
    validations: {required: true}
  - type: checkboxes
    attributes:
      label: Before you send it
      options: [{label: I searched, required: true}]
"""
BUG = "---\nname: Bug\nabout: A defect\n---\n\n## Steps to reproduce\n\n## Expected result\n\nVersion:\n"


def _collect(path: Path, files: dict[str, str | bytes], **more: object) -> Templates:
    return templates.collect(snapshot_of(path / "r", files, **more))


def _only(path: Path, name: str, text: str | bytes) -> Template:
    (found,) = _collect(path, {name: text}).templates
    return found


@pytest.mark.parametrize(
    ("name", "role"),
    [
        (".github/ISSUE_TEMPLATE/bug.yml", ISSUE),
        (".github/ISSUE_TEMPLATE/bug.md", ISSUE),
        (".github/issue_template.md", ISSUE),
        ("ISSUE_TEMPLATE.md", ISSUE),
        (".gitlab/issue_templates/Bug.md", ISSUE),
        (".gitea/ISSUE_TEMPLATE/bug.yaml", ISSUE),
        (".forgejo/issue_template/bug.md", ISSUE),
        (".github/PULL_REQUEST_TEMPLATE.md", REQUEST),
        (".github/PULL_REQUEST_TEMPLATE/fix.md", REQUEST),
        ("docs/pull_request_template.md", REQUEST),
        ("PULL_REQUEST_TEMPLATE", REQUEST),
        (".gitlab/merge_request_templates/Default.md", REQUEST),
        (".gitea/pull_request_template.md", REQUEST),
        (".azuredevops/pull_request_template/branches/main.md", REQUEST),
        (".azuredevops/pull_request_template.txt", REQUEST),
        (".bitbucket/pull_request_template.md", REQUEST),
        ("SUPPORT.md", SUPPORT),
        (".github/SUPPORT", SUPPORT),
        ("GOVERNANCE.rst", GOVERNANCE),
        ("docs/governance.md", GOVERNANCE),
    ],
)
def test_files_are_found_where_forges_look_for_them(tmp_path: Path, name: str, role: str) -> None:
    """In any case of the letters."""
    text = FORM if name.endswith(("yml", "yaml")) else BUG
    found = _only(tmp_path, name, text)
    assert (found.role, found.path, found.problem) == (role, name, None)


@pytest.mark.parametrize(
    "name", [".github/ISSUE_TEMPLATE/config.yml", "src/ISSUE_TEMPLATE/bug.md", "docs/support.py", "tests/SUPPORT.md"]
)
def test_other_files_are_none(tmp_path: Path, name: str) -> None:
    """Settings of the chooser, and namesakes elsewhere."""
    assert _collect(tmp_path, {name: BUG}).templates == ()


def test_a_form_is_read_by_its_fields(tmp_path: Path) -> None:
    """What has to be filled in is counted."""
    found = _only(tmp_path, ".github/ISSUE_TEMPLATE/bug.yml", FORM)
    assert (found.form, found.required, found.asks) == (True, 3, ("steps", "version"))


def test_a_text_is_read_below_its_front_matter(tmp_path: Path) -> None:
    """Headings ask as well as sentences."""
    found = _only(tmp_path, ".github/ISSUE_TEMPLATE/bug.md", BUG)
    assert (found.form, found.asks) == (False, ("steps", "expected", "version"))


def test_comments_guide_whoever_writes(tmp_path: Path) -> None:
    """A template may hold nothing else."""
    assert _only(tmp_path, "PULL_REQUEST_TEMPLATE.md", "<!-- Say what it does. -->\n").problem is None


def test_to_log_in_is_no_log(tmp_path: Path) -> None:
    """A template that sends people to another tracker asks them for nothing."""
    text = "We take no issues here. Head over to https://tracker.example.org, log in, and create a ticket there.\n"
    assert _only(tmp_path, ".github/ISSUE_TEMPLATE/bug.md", text).asks == ()
    assert _only(tmp_path / "b", ".github/ISSUE_TEMPLATE/bug.md", f"{text}Add the log.\n").asks == ("log",)


@pytest.mark.threat("A6")
@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("PULL_REQUEST_TEMPLATE.md", "", "empty"),
        ("PULL_REQUEST_TEMPLATE.md", " \n\n", "empty"),
        ("PULL_REQUEST_TEMPLATE.md", "----\n", "asks nothing"),
        ("PULL_REQUEST_TEMPLATE.md", "Lorem ipsum dolor sit amet " * 9, "filler"),
        (".github/ISSUE_TEMPLATE/custom.md", "---\nabout: Describe this issue template's purpose here.\n---\n\nx", ""),
        (".github/ISSUE_TEMPLATE/bug.md", BUG + "\n**Smartphone**\n- Device: [e.g. iPhone6]\n", "sample of the forge"),
        (".github/ISSUE_TEMPLATE/bug.yml", "body: []", "no form"),
        (".github/ISSUE_TEMPLATE/bug.yml", "- a", "no form"),
        (".github/ISSUE_TEMPLATE/bug.yml", "a: [", "cannot be read"),
        (".github/ISSUE_TEMPLATE/bug.yml", "a: &a [1]\nb: *a", "cannot be read"),
        ("GOVERNANCE.md", "Decisions are taken by [project name] and its people.", "placeholder"),
    ],
)
def test_what_guides_nobody_has_a_problem(tmp_path: Path, name: str, text: str, word: str) -> None:
    """Empty, filler, a broken form, or the forge's own sample."""
    problem = _only(tmp_path, name, text).problem
    assert problem is not None
    assert word in problem


@pytest.mark.threat("T05")
def test_a_link_is_named_and_not_followed(tmp_path: Path) -> None:
    """Its target may lie anywhere."""
    found = _collect(tmp_path, {"SUPPORT.md": "/etc/passwd"}, modes={"SUPPORT.md": 0o120000})
    assert (found.templates, found.links) == ((), ("SUPPORT.md",))


@pytest.mark.threat("A21")
def test_odd_names_and_odd_forms_break_nothing(tmp_path: Path) -> None:
    """Hostile names and values are only data."""
    odd = "body:\n- 1\n- {type: input, attributes: 5}\n- {type: dropdown, attributes: {options: [1, {label: 2}]}}\n"
    found = _only(tmp_path, ".github/ISSUE_TEMPLATE/odd\n\x1b.yml", odd)
    assert (found.required, found.problem) == (0, None)


def test_owners_are_rules_that_name_somebody(tmp_path: Path) -> None:
    """Comments, sections and patterns without an owner are none."""
    text = (
        "# all\n* @ada\n[Security]\n/.github/workflows/ @grace @group/team\n/docs/\nsrc/crypto/ ada@example.org # x\n"
    )
    (found,) = _collect(tmp_path, {".github/CODEOWNERS": text}).owners
    assert (found.rules, found.everything) == (3, True)
    assert found.sensitive == ("/.github/workflows/", "src/crypto/")


def test_it_survives_being_stored(tmp_path: Path) -> None:
    """Evidence is kept as JSON and read back."""
    found = _collect(tmp_path, {"SUPPORT.md": BUG, ".github/CODEOWNERS": "* @ada\n"})
    assert cattrs.structure(plain(found), Templates) == found
