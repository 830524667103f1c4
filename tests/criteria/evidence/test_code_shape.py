import json
from pathlib import Path

import pytest
from gathered import gathered
from scans import scanned

from criteria.evidence import code_shape
from criteria.evidence.code_shape import CodeShape
from criteria.model import plain, structured

PYTHON = (
    'def f(a, b):\n    """if and or\n    if\n    """\n    if a and b:  # or else\n        return "if x"\n    return b\n'
)


def _shape(path: Path, files: dict[str, str | bytes]) -> CodeShape:
    found: CodeShape = scanned(code_shape, path / "r", files)
    return found


def test_words_in_comments_strings_and_docstrings_are_no_branches(tmp_path: Path) -> None:
    found = _shape(tmp_path, {"a.py": PYTHON})
    assert found.complexities == {"3": 1}
    assert found.parameters == {"2": 1}
    assert (found.worst[0].name, found.worst[0].line) == ("f", 1)


def test_copies_in_two_files_are_found_and_other_code_is_not(tmp_path: Path) -> None:
    lines = "".join(f"value_{n} = compute_{n}(sky, {n})\n" for n in range(400))
    other = lines.replace("value", "other")
    copied = _shape(tmp_path / "a", {"a.py": lines, "b.py": lines, "c.py": other})
    assert copied.repeated == copied.sampled - _shape(tmp_path / "b", {"c.py": other}).sampled
    assert set(copied.clones) == {"a.py", "b.py"}
    assert _shape(tmp_path / "c", {"a.py": lines, "c.py": other}).repeated == 0


def test_imports_of_other_first_party_modules_are_counted(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "p/a.py": "import os\nimport p.b\nfrom p.c import x\nimport p.a\n",
        "p/b.py": "",
        "p/c.py": "x = 1\n",
    }
    assert {one.path: one.fan_out for one in _shape(tmp_path, files).files}["p/a.py"] == 2


def test_tests_and_code_of_others_are_set_apart(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"tests/test_a.py": PYTHON, "vendor/x/a.py": PYTHON, "a.py": "x = 1\n"}
    found = _shape(tmp_path, files)
    assert found.complexities == {}
    assert found.test_files == 1


@pytest.mark.threat("A24")
@pytest.mark.parametrize(
    "text",
    [
        "(" * 30_000, "def f(" * 5_000, '"""' * 5_001, "/*" * 30_000, "'" * 30_001, "x = " + " + ".join("1" * 20_000),
        "\n" * 100_000, "class A:\n" * 3_000, "if " * 20_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.py", "a.c", "a.js", "a.f90", "a.rs", "a.jl", "a.sh"])
def test_any_text_is_read_in_linear_time(tmp_path: Path, name: str, text: str) -> None:
    assert isinstance(_shape(tmp_path, {name: text}), CodeShape)


def test_facts_are_plain_and_the_evidence_can_be_stored(tmp_path: Path) -> None:
    evidence = gathered(tmp_path / "r", {"a.py": PYTHON, "Makefile": "CFLAGS=-Wall\n"})["code_shape"].data
    assert structured(json.loads(json.dumps(plain(evidence))), CodeShape) == evidence
    assert evidence.warnings == ("Makefile",)
