"""Yamllint: grammar and repeated keys, nothing else."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import yamllint

BAD = "a: 1\na: 2\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [(BAD, ("key-duplicates", 2)), ("a: [1\nb: 2\n", ("syntax", 2)), ("\ta: 1\n", ("syntax", 1))],
)
def test_what_readers_would_not_agree_on_is_told(tmp_path: Path, content: str, expected: tuple[str, int]) -> None:
    """With rule, line and neutral name."""
    assert rules(examine(yamllint, tmp_path, {"f000001.yaml": content})) == [("f000001.yaml", *expected)]


@pytest.mark.parametrize(
    "content", ["on: push\n", "a:   'x'\nb:\n- 1\n- {c: &x 1, d: *x}\n", "a: !tag 1\n---\nb: 2", ""]
)
def test_all_other_yaml_is_left_alone(tmp_path: Path, content: str) -> None:
    """The formats built on YAML have customs of their own."""
    assert not examine(yamllint, tmp_path, {"f000001.yaml": content}).hits


@pytest.mark.parametrize(
    "marker", ["# yamllint disable", "#yamllint disable rule:key-duplicates", "# yamllint disable-file"]
)
def test_markers_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: it has no switch against them, so they lose their effect in our copy."""
    assert rules(examine(yamllint, tmp_path, {"f000001.yaml": f"{marker}\n{BAD}"})) == [
        ("f000001.yaml", "key-duplicates", 3)
    ]


@pytest.mark.threat("T40")
def test_references_that_multiply_are_not_followed(tmp_path: Path) -> None:
    """A23: it reads events, and an alias is one event."""
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{'a' if not n else f'b{n - 1}'}, *a]\n" for n in range(200))
    assert not examine(yamllint, tmp_path, {"f000001.yaml": bomb}).hits


@pytest.mark.parametrize("path", ["recipe/meta.yaml", "chart/templates/a.yml", "x/{{name}}/a.yml"])
def test_templates_are_set_apart(path: str) -> None:
    """They are YAML only once they are filled in."""
    assert yamllint.set_apart(path)


@pytest.mark.threat("T28")
def test_configuration_beside_the_files_is_not_read(tmp_path: Path) -> None:
    """Nor is a module that stands in for a library."""
    (tmp_path / ".yamllint").write_text("ignore: '*'\nrules: {}\n")
    for name in ("yaml.py", "yamllint.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit(0)\n")
    assert rules(examine(yamllint, tmp_path, {"f000001.yaml": BAD}))
