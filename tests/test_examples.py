"""The examples are what they say they are: files that are read without a complaint, and commands that name them."""

import re
from pathlib import Path

import pytest

from master.plan.plan import check_file
from workers.images.recipe import offered_pythons
from workers.matrix import Policy

FOLDER = Path(__file__).resolve().parent.parent / "examples"
EXAMPLES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")

named = pytest.mark.parametrize("name", EXAMPLES)


def read(*parts: str) -> str:
    return FOLDER.joinpath(*parts).read_text(encoding="utf-8")


@named
def test_every_configuration_means_cells(name: str) -> None:
    """It is right by the same rules as `assay config check`, and names images and baselines that are there."""
    expansion = check_file(FOLDER / name / ".assay.yml", offered=offered_pythons(), policy=Policy())
    assert expansion.cells
    assert not expansion.notes, "nothing of an example is capped or dropped"


@named
def test_every_example_says_how_it_is_run(name: str) -> None:
    """A reader can paste the line: one with the file of the example, or one that makes a repository of its folder."""
    line = rf"^(assay run \S+ .*--config examples/{name}/\.assay\.yml|cp -R examples/{name} )"
    assert re.search(line, read(name, "README.md") + read("README.md"), re.M)


def test_the_table_lists_every_example_once() -> None:
    """An example that nobody finds helps nobody."""
    listed = re.findall(r"^\| \[[^]]+\]\(([\w-]+)/README\.md\) \|", read("README.md"), re.M)
    assert sorted(listed) == EXAMPLES


@pytest.mark.parametrize("page", ["README.md", *(f"{name}/README.md" for name in EXAMPLES)])
def test_every_link_of_an_example_leads_somewhere(page: str) -> None:
    """Links into the repository lead to files."""
    place = FOLDER / page
    missing = [link for link in LINK.findall(place.read_text(encoding="utf-8")) if not (place.parent / link).exists()]
    assert not missing
