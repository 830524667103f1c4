from pathlib import Path

import pytest
from gathered import gathered

from criteria.checks import machine_files
from criteria.model import Outcome, Verdict

TYPED = "def scale(x: float) -> float:\n    return x\n"


def _judge(path: Path, role: str, files: dict[str, str]) -> Verdict:
    return machine_files.judge(gathered(path / "r", files), {"roles": [role], "minimum_annotated": 0.5})


@pytest.mark.parametrize(
    ("role", "files"),
    [
        ("interface", {"a.py": TYPED, "py.typed": ""}),
        ("interface", {"a.py": "x = 1\n", "a.pyi": "def scale(x: float) -> float: ...\n"}),
        ("interface", {"openapi.yaml": "openapi: 3.1.0\npaths: {/x: {}}\n"}),
        ("interface", {"star.h": "int scale(int);\n", "star.pc.in": "Name: star\n"}),
        ("provenance", {"ro-crate-metadata.json": '{"@graph": [{"@id": "./"}]}'}),
        ("provenance", {"build.intoto.jsonl": '{"_type": "https://in-toto.io/Statement/v1"}\n'}),
        ("bill of materials", {"sbom.json": '{"bomFormat": "CycloneDX", "components": [{"name": "x"}]}'}),
    ],
)
def test_a_file_that_holds_what_it_promises_passes(tmp_path: Path, role: str, files: dict[str, str]) -> None:
    assert _judge(tmp_path, role, files).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("role", "files"),
    [
        ("interface", {"a.py": "def scale(x):\n    return x\n", "py.typed": ""}),
        ("interface", {"a.py": "x = 1\n", "openapi.yaml": "openapi: 3.1.0\n"}),
        ("interface", {"a.c": "int x;\n", "star.h": "int scale(int);\n"}),
        ("provenance", {"ro-crate-metadata.json": "{}"}),
        ("provenance", {"provenance.json": "&a [*a]"}),
        ("bill of materials", {"sbom.json": "[" * 5000}),
        ("provenance", {"a.py": "x = 1\n"}),
    ],
)
def test_an_empty_promise_fails(tmp_path: Path, role: str, files: dict[str, str]) -> None:
    assert _judge(tmp_path, role, files).outcome is Outcome.FAIL


def test_without_code_there_is_no_interface(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", "interface", {"a.md": "x\n"}).outcome is Outcome.NOT_APPLICABLE
    assert _judge(tmp_path / "b", "provenance", {}).outcome is Outcome.NOT_APPLICABLE
