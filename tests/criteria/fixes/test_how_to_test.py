from pathlib import Path

import pytest
from fixes import ground

from criteria.fixes.how_to_test import how_to_test


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({"Makefile": "check: build\n\ttrue\n"}, "make check"),
        ({"Makefile": "all:\ntest:\n", "tox.ini": ""}, "make test"),
        ({"Makefile": "test := 3\n", "tox.ini": ""}, "tox"),
        ({"noxfile.py": ""}, "nox"),
        ({"pyproject.toml": "[tool.pytest.ini_options]\n"}, "python -m pytest"),
        ({"package.json": '{"scripts": {"test": "jest"}}'}, "npm test"),
        ({"Cargo.toml": "[package]\n"}, "cargo test"),
        ({"fpm.toml": 'name = "x"\n'}, "fpm test"),
        ({"Project.toml": 'name = "X"\n', "test/runtests.jl": ""}, "julia --project -e 'using Pkg; Pkg.test()'"),
        ({"go.mod": "module x\n", "a_test.go": "package a\n"}, "go test ./..."),
    ],
)
def test_the_files_of_a_project_show_the_command(tmp_path: Path, files: dict[str, str | bytes], command: str) -> None:
    """What people wrote goes before what tools do by themselves."""
    assert how_to_test(ground(tmp_path / "r", files)) == command


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": ""},
        {"pyproject.toml": "[tool.x"},
        {"package.json": '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}'},
        {"package.json": "[]"},
    ],
)
def test_where_nothing_shows_it_nothing_is_said(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    """Broken manifests and the placeholder of a build tool are no command."""
    assert how_to_test(ground(tmp_path / "r", files)) is None
