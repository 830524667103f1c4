"""setup.py is read as syntax and never run; setup.cfg is read without interpolation."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.setup_files import SetupFacts, read_setup_cfg, read_setup_script


def script(tmp_path: Path, text: str) -> SetupFacts:
    return read_setup_script(snapshot_of(tmp_path, {"setup.py": text}))


def test_literals_and_names(tmp_path: Path) -> None:
    """Plain literals and names of plain literals are read, also inside `if __name__`."""
    text = """
import setuptools
TESTS = ['pytest', "mock>1"]
EXTRAS = {"test": TESTS, "dev": [name for name in "ab"], computed(): ["x"]}
if __name__ == "__main__":
    setuptools.setup(install_requires="six\\n# no\\nattrs", tests_require=TESTS, extras_require=EXTRAS,
                     python_requires=">=3.8", **more)
"""
    assert script(tmp_path, text) == SetupFacts(
        requires_python=">=3.8",
        install=("six", "attrs"),
        tests=("pytest", "mock>1"),
        extras={"test": ("pytest", "mock>1"), "dev": ()},
    )


def test_computed_list(tmp_path: Path) -> None:
    """A computed install_requires is known to exist."""
    assert script(tmp_path, "setup(install_requires=open('r').read().split())").computed


@pytest.mark.threat("T16")
def test_never_run(tmp_path: Path) -> None:
    """Nothing in setup.py happens."""
    mark = tmp_path / "mark"
    script(tmp_path / "repo", f"open({str(mark)!r}, 'w')\nsetup(install_requires=[open({str(mark)!r}, 'w')])")
    assert not mark.exists()


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "text",
    ["setup(", "\0", "setup(install_requires=" + "(" * 10_000, "x=" + "1+" * 100_000 + "1", "x=" + "-" * 100_000 + "1",
     "a" + ".b" * 100_000, "setup(install_requires=" + "[" * 150 + "]" * 150 + ")", "'\\d'" * 10,
     "x = " + "9" * 100_000,
     "setup(python_requires=3, tests_require={1: 2}, extras_require={'a': 7, **x})", "#" * 300_000],
)  # fmt: skip
def test_hostile_scripts(tmp_path: Path, text: str) -> None:
    """Broken, deep and huge scripts say nothing, and nothing breaks."""
    facts = script(tmp_path, text)
    assert (facts.install, facts.tests, facts.requires_python) == ((), (), "")


def test_setup_cfg(tmp_path: Path) -> None:
    """Lists of setup.cfg go over several lines; a percent sign is only a percent sign."""
    text = "[options]\ninstall_requires =\n  six\n  # no\n  attrs; x\npython_requires = >=3.8\n"
    text += "[options.extras_require]\ntest = a%\n"
    assert read_setup_cfg(snapshot_of(tmp_path, {"setup.cfg": text})) == SetupFacts(
        requires_python=">=3.8", install=("six", "attrs; x"), extras={"test": ("a%",)}
    )


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "text", ["no section", "[a\n", "[a]\n x\n=\n", "[options]\ninstall_requires", "[a]\n" + "x" + " " * 200_000 + "y"]
)
def test_hostile_setup_cfg(tmp_path: Path, text: str) -> None:
    """A broken setup.cfg says nothing."""
    assert read_setup_cfg(snapshot_of(tmp_path, {"setup.cfg": text})) == SetupFacts()
