import pytest

from criteria.census.apart import by_path
from criteria.census.kinds import kind_of
from criteria.census.languages import identify


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("star/map.py", "code"),
        ("docs/example.py", "code"),
        ("docs/conf.py", "configuration"),
        ("setup.py", "build"),
        ("Makefile", "build"),
        ("build/pkgs/gmp/spkg-install.in", "build"),
        ("tests/test_map.py", "tests"),
        ("tests/helper.py", "tests"),
        ("star/test_map.py", "tests"),
        ("pkg/map_test.go", "tests"),
        ("src/map.spec.ts", "tests"),
        ("star/latest.py", "code"),
        ("star/contest.py", "code"),
        ("tests/data/bad.py", "data"),
        ("README.md", "documentation"),
        ("docs/index.rst", "documentation"),
        ("docs/logo.png", "documentation"),
        ("star/table.txt", "data"),
        ("star/table.csv", "data"),
        ("docs/guide.ipynb", "documentation"),
        ("analysis.ipynb", "code"),
        ("pyproject.toml", "configuration"),
        (".pre-commit-config.yaml", "configuration"),
        ("package.json", "configuration"),
    ],
)
def test_the_kind_follows_from_place_name_and_language(path: str, kind: str) -> None:
    assert kind_of(path, identify(path.rpartition("/")[2], b"").language, by_path(path)) == kind
