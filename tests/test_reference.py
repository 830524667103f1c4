"""The reference pages are what the code says, no more and no less."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from criteria.catalogue import CHECKS
from master.plan import assay_file
from reports.all_formats import FORMATS
from workers.images.recipe import recipes

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "scripts" / "make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_pages_are_those_the_code_makes(script: ModuleType) -> None:
    """A page that differs was edited by hand, or the code changed: run `make docs`."""
    made: dict[str, str] = script.pages()
    committed = {path.name: path.read_text(encoding="utf-8") for path in script.FOLDER.glob("*.md")}
    assert sorted(committed) == sorted(made), "docs/reference holds other pages than `make docs` writes"
    different = [name for name in made if made[name] != committed[name]]
    assert not different, f"docs/reference is out of date in {', '.join(different)}: run `make docs`"


def test_the_pages_are_deterministic(script: ModuleType) -> None:
    """Made twice, they are the same bytes."""
    assert script.pages() == script.pages()


def test_the_pages_name_everything_there_is(script: ModuleType) -> None:
    """Each check, format, image and command has its place."""
    made: dict[str, str] = script.pages()
    # A check of another framework stands under the names of the rules that it judges.
    assert all(" ".join(check.HOW.split())[:50] in made["criteria.md"] for check in CHECKS.values())
    assert all(f"| `{name}` |" in made["report.md"] for name in FORMATS)
    assert all(f"| `{name}` |" in made["configuration.md"] for name in recipes())
    for command in ("run", "assess", "images build", "criteria show", "config check", "report render"):
        assert f"# assay {command}\n" in made["cli.md"]


def test_every_row_of_a_table_has_as_many_cells_as_its_head(script: ModuleType) -> None:
    """A stroke inside a text must not become a column."""
    for text in script.pages().values():
        width = 0
        for line in text.splitlines():
            cells = line.replace("\\|", "").count("|") if line.startswith("|") else 0
            assert not (cells and width) or cells == width, line
            width = cells


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_every_configuration_on_a_page_is_right(page: Path) -> None:
    """Links into the repository lead to files; an example of `.assay.yml` is read without a complaint."""
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    for example in re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S):
        assert assay_file.read(example)
