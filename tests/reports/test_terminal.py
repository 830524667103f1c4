"""The terminal: what it says fits, steers nothing and tells how to go on."""

import io

import pytest
import report_examples as examples
from rich.cells import cell_len
from rich.console import Console

from reports.terminal import print_report


def shown(document: dict[str, object], width: int = 80, **more: object) -> str:
    file = io.StringIO()
    print_report(document, Console(file=file, width=width, **more))  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize(
    "document", [examples.example(), examples.empty(), examples.gold(), examples.hostile("a" * 90)]
)
def test_it_fits_80_columns(document: dict[str, object]) -> None:
    """Only a line to copy may be longer, for breaking it would break it."""
    assert max(cell_len(line) for line in shown(document).splitlines() if not line.startswith("$ ")) <= 80


def test_without_a_terminal_it_is_plain() -> None:
    assert "\x1b" not in shown(examples.example())
    assert "\x1b[" in shown(examples.example(), force_terminal=True, color_system="standard")


@pytest.mark.threat("T15", "A27")
def test_foreign_text_is_no_markup_and_no_escape() -> None:
    """What looks like markup is printed as it stands; escapes are shown."""
    text = "[link=https://evil.example]x[/link] [bold]b[/bold] [/] :smile: \x1b]8;;http://evil\x07"
    out = shown(examples.hostile(text), width=400)
    assert "[link=https://evil.example]x[/link] [bold]b[/bold] [/] :smile: \\x1b]8;;http://evil\\x07" in out
    assert "\x1b" not in out


def test_it_says_verdict_fix_and_reproduction() -> None:
    """First what it is, then what to do, then the line that reproduces the red cell, unbroken."""
    out = shown(examples.example())
    assert out.startswith("Assay: no level\n")
    assert out.index("What to fix first") < out.index("Reproduce") < out.index("Not assessed")
    assert any(line.startswith("$ assay reproduce") and line.endswith(examples.COMMIT) for line in out.splitlines())
    assert "✗ failed" in out
    assert "! infra error" in out
    assert "in test" in out


def test_an_empty_report_says_so() -> None:
    assert "No cell was run" in shown(examples.empty())
