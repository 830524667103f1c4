"""Laws of the house, by introspection: over every check, every module, and the command as it starts."""

import ast
import importlib
import importlib.metadata
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from repos import commit_tree

from criteria.catalogue import CHECKS
from criteria.model import EvidenceSet, Outcome

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("criteria", "master", "reports", "workers")
ASSAY = Path(sys.executable).with_name("assay")
CHECK_TESTS = ROOT / "tests" / "criteria" / "checks"
EFFORTS, LIFECYCLES = ("minutes", "hours", "days"), ("experimental", "stable", "deprecated")

# Why the tests of a check state no law for an outcome. Without its evidence every check is `not_assessed` by the
# judge, which has a test below; a check that needs more of it than to be there states its own law.
_ALWAYS_A_SOURCE = "every snapshot was fetched from somewhere and is a commit"
_ALWAYS_A_TREE = "every project can have one: its absence is a failure, not a lack of subject"
_READ_WHOLE = "documents are read whole or carry the problem that makes them fail"
_NO_LANGUAGE = "whatever is built can be tested: no tests is a failure or unknown"
_A_MAIN_LINE = "every repository has a main line, and the rule speaks of it"
_OPEN_TO_ALL = "every project can open itself: that it does not is a failure or unknown"
_FOR_PEOPLE = "only a person can say it"
_OUTSIDE = "no evidence of this kind can be read yet, so only a person can say it"
WITHOUT: dict[str, dict[Outcome, str]] = {
    "QC.Acc01": {Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE},
    "QC.Acc02": {Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE},
    "QC.Doc01": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "QC.Doc01.1": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "QC.Doc02": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE, Outcome.NOT_ASSESSED: _READ_WHOLE},
    "QC.Doc06.1": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE, Outcome.NOT_ASSESSED: _READ_WHOLE},
    "QC.Doc06.2": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "QC.Doc06.3": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "QC.Sty01.1": {
        Outcome.FAIL: "an option: nobody fails by not taking it",
        Outcome.NOT_ASSESSED: "a standard is in use or it is not; its configuration is read as far as it can be",
    },
    "QC.Uni01": {Outcome.NOT_APPLICABLE: _NO_LANGUAGE},
    "QC.Uni01@devel": {Outcome.NOT_APPLICABLE: _NO_LANGUAGE},
    "QC.Uni02": {Outcome.NOT_APPLICABLE: _NO_LANGUAGE},
    "QC.Man01": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "QC.Man01.1": {Outcome.NOT_APPLICABLE: _OPEN_TO_ALL},
    "QC.Man01.2": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "QC.Man02": {Outcome.NOT_APPLICABLE: "one of its parts, the template, always applies"},
    "QC.Man02.2": {Outcome.NOT_APPLICABLE: _OPEN_TO_ALL},
    "QC.Man02.4": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "QC.Rev01.1": {
        Outcome.FAIL: "the table knows tools that can do it; of another one nothing is known",
        Outcome.NOT_APPLICABLE: _OPEN_TO_ALL,
    },
    "QC.Rev01.3": {Outcome.NOT_APPLICABLE: _A_MAIN_LINE},
    "QC.Rev02": {Outcome.NOT_APPLICABLE: _OPEN_TO_ALL},
    "QC.Rev03": {Outcome.PASS: _FOR_PEOPLE, Outcome.FAIL: _FOR_PEOPLE, Outcome.NOT_APPLICABLE: _FOR_PEOPLE},
    "QC.Rev03.1": {
        Outcome.PASS: "form disproves clear messages and never proves them",
        Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE,
    },
    "QC.Rev03.2": {Outcome.PASS: _FOR_PEOPLE, Outcome.FAIL: _FOR_PEOPLE, Outcome.NOT_APPLICABLE: _FOR_PEOPLE},
    "QC.Rev03.3": {Outcome.FAIL: "a finding may be older than the change that touched its file"},
    "QC.Rev05": {Outcome.PASS: _FOR_PEOPLE, Outcome.FAIL: _FOR_PEOPLE, Outcome.NOT_APPLICABLE: _FOR_PEOPLE},
    "QC.Ver01": {Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE},
    "QC.Wor01": {Outcome.NOT_APPLICABLE: _A_MAIN_LINE},
    "QC.Wor01.1": {Outcome.NOT_APPLICABLE: _A_MAIN_LINE},
    "QC.Wor02": {Outcome.NOT_APPLICABLE: _A_MAIN_LINE},
    "QC.Wor02.1": {Outcome.NOT_APPLICABLE: _A_MAIN_LINE},
    "QC.Wor03": {Outcome.NOT_APPLICABLE: _A_MAIN_LINE},
    "QC.Doc02.1": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "QC.Doc03": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "QC.Doc06.6": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "QC.Doc06.7": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "QC.Dep03.1": {
        Outcome.FAIL: "an option: nobody fails by not taking it",
        Outcome.NOT_ASSESSED: "what the tree holds beside the one way is there or is not",
    },
    "QC.Sec01.1": {Outcome.PASS: _FOR_PEOPLE, Outcome.FAIL: _FOR_PEOPLE},
    "QC.Sec03": {Outcome.PASS: _FOR_PEOPLE, Outcome.FAIL: _FOR_PEOPLE},
    "QC.Har02": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "QC.Har03": {Outcome.NOT_APPLICABLE: _NO_LANGUAGE},
    "QC.Har04": {Outcome.NOT_APPLICABLE: _NO_LANGUAGE},
    "QC.Sty02": {Outcome.NOT_APPLICABLE: "the absence of a custom style is what is asked for"},
    "QC.Uni01.2": {Outcome.FAIL: "an option: nobody fails by having external code", Outcome.NOT_ASSESSED: _READ_WHOLE},
    "QC.Uni03": {Outcome.NOT_APPLICABLE: _NO_LANGUAGE},
    "QC.Uni04": {Outcome.NOT_APPLICABLE: _NO_LANGUAGE},
    "activity": {Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE},
    "api-documented": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "archive-record": {Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE},
    "automated-step": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "bundled-licences": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "changes-tested": {Outcome.NOT_APPLICABLE: _NO_LANGUAGE},
    "codemeta-completeness": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "commits-linked": {Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE},
    "component-relations": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "contact": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "container-file": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "contributor-base": {Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE},
    "contributors-listed": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "data-formats": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "dependency-management": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "forge-rules": {Outcome.NOT_APPLICABLE: _A_MAIN_LINE},
    "install-instructions": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "licence-statement": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "machine-files": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "metadata-fields": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "metadata-format": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "module-identifiers": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "outside-record": {
        Outcome.PASS: _OUTSIDE,
        Outcome.FAIL: _OUTSIDE,
        Outcome.NOT_APPLICABLE: _OUTSIDE,
    },
    "software-documented": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE},
    "standard-protocol": {Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE},
    "title-and-description": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "version-agreement": {Outcome.NOT_ASSESSED: _READ_WHOLE},
    "version-identifiers": {Outcome.NOT_APPLICABLE: _ALWAYS_A_SOURCE},
    "version-relations": {Outcome.NOT_APPLICABLE: _ALWAYS_A_TREE, Outcome.NOT_ASSESSED: _READ_WHOLE},
    "warnings-enabled": {Outcome.NOT_ASSESSED: _READ_WHOLE},
}
LAWS = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED)


def _check_files() -> set[str]:
    return {path.stem for path in (ROOT / "criteria" / "checks").glob("*.py")} - {"__init__"}


def _outcomes_asserted(file: Path) -> set[Outcome]:
    """The outcomes a test file writes out, as `Outcome.PASS`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _is_outcome(node.value)}
    return {outcome for outcome in LAWS if outcome.name in names}


def _is_outcome(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "Outcome"


def _name(module: object) -> str:
    assert isinstance(module, ModuleType)
    return module.__name__.rpartition(".")[2]


@pytest.mark.parametrize("id_", CHECKS)
def test_a_check_has_its_constants_filled(id_: str) -> None:
    """Its page, `criteria show` and the reports are made from them."""
    check = CHECKS[id_]
    assert id_ == check.ID
    for constant in (check.TITLE, check.WHY, check.HOW, check.FIX):
        assert constant == " ".join(constant.split())
        assert len(constant) > 10
    assert check.TITLE[0].isupper()
    assert not check.TITLE.endswith(".")
    assert all(text.endswith(".") for text in (check.WHY, check.HOW, check.FIX))
    assert check.EFFORT in EFFORTS
    assert check.LIFECYCLE in LIFECYCLES
    assert check.NEEDS
    assert len(set(check.NEEDS)) == len(check.NEEDS)
    assert callable(check.judge)


def test_every_check_file_is_in_the_catalogue_once() -> None:
    """A file that no line of the catalogue names would judge nothing."""
    names = [_name(check) for check in CHECKS.values()]
    assert sorted(names) == sorted(_check_files())


def test_every_check_has_a_test_file_of_its_name() -> None:
    """And no test file outlives its check."""
    tests = {path.stem.removeprefix("test_") for path in CHECK_TESTS.glob("test_*.py")}
    assert tests == _check_files()


@pytest.mark.parametrize("id_", CHECKS)
def test_the_tests_of_a_check_state_four_laws_or_why_not(id_: str) -> None:
    """Pass, fail, not_applicable, not_assessed; the reasons above are exact."""
    stated = _outcomes_asserted(CHECK_TESTS / f"test_{_name(CHECKS[id_])}.py")
    assert stated == set(LAWS) - set(WITHOUT.get(id_, {}))


@pytest.mark.parametrize("id_", CHECKS)
def test_without_its_evidence_no_check_says_anything(id_: str) -> None:
    """Lack of means on our side is `not_assessed`, for the reason that was kept."""
    from criteria.baseline import load, names
    from criteria.ruling import ruling
    from criteria.terms import PLAIN

    empty = EvidenceSet({}, {kind: f"the {kind} were out" for kind in CHECKS[id_].NEEDS})
    rule = next(rule for name in names() for rule in load(name).rules() if rule.check == id_)
    verdict = ruling(rule, empty, CHECKS[id_], PLAIN).verdict
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert all(f"the {kind} were out" in verdict.reason for kind in CHECKS[id_].NEEDS)


@pytest.mark.threat("T29")
@pytest.mark.parametrize("room", ROOMS)
def test_no_module_of_a_room_is_named_like_one_of_python_or_of_a_library(room: str) -> None:
    """A folder of ours that comes to stand on the path must shadow nothing."""
    own = {path.stem for path in (ROOT / room).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    others = {name for name in importlib.metadata.packages_distributions() if name not in ROOMS}
    assert not (own - {"__init__"}) & (set(sys.stdlib_module_names) | others)


@pytest.mark.threat("T29")
@pytest.mark.parametrize("room", ROOMS)
def test_a_room_belongs_to_our_distribution_alone(room: str) -> None:
    """Another package of the same name in the environment would be taken for ours."""
    owners = importlib.metadata.packages_distributions().get(room)
    if owners is None:  # an editable installation lists a path, not packages
        assert room in _shipped()
        owners = [importlib.metadata.distribution("assay-office").name]
    assert set(owners) == {"assay-office"}
    assert str(importlib.import_module(room).__file__) == str(ROOT / room / "__init__.py")


def _shipped() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages: list[str] = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return packages


def test_every_file_that_names_the_version_names_the_same() -> None:
    """A citation of another version would cite what does not exist."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))["version"] == version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{version}] - " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# Runs the command in a process whose audit hook refuses every socket and notes what is executed from the checkout.
_WATCHED = """
import json, sys

def watch(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"a socket was used: {event} {arguments}")
    if event == "exec" and getattr(arguments[0], "co_filename", "").startswith(FOREIGN):
        raise RuntimeError(f"code of the assessed tree was run: {arguments[0].co_filename}")
    if event == "import" and str(arguments[1] or "").startswith(FOREIGN):
        raise RuntimeError(f"a module of the assessed tree was imported: {arguments}")

FOREIGN = sys.argv[1]
sys.argv[1:] = sys.argv[2:]
sys.addaudithook(watch)
from master import cli

code = cli._guarded()
sys.stderr.write("\\nLOADED " + json.dumps([code, sorted(sys.modules)]))
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A checkout with packages of our names and files that tools like to run; each leaves a trace when it is run."""
    trace = f"open({str(tmp_path / 'trace')!r}, 'a').write(__file__)\n"
    names = ["conftest.py", "setup.py", "sitecustomize.py", "usercustomize.py", "yaml.py", "typer.py", "attrs.py"]
    names += ["bandit/__init__.py", "bandit/__main__.py", "ruff.py", "tests/conftest.py"]
    names += [f"{room}/{module}.py" for room in ROOMS for module in ("__init__", "cli", "errors", "model", "cell")]
    files: dict[str, str] = dict.fromkeys(names, trace)
    files["pyproject.toml"] = '[project]\nname = "star-map"\n'
    commit_tree(tmp_path / "bare", files)
    line = ["git", "-c", "init.defaultBranch=main", "clone", "--quiet", str(tmp_path / "bare"), str(tmp_path / "tree")]
    subprocess.run(line, check=True, capture_output=True)
    return tmp_path / "tree"


def _untraced(tree: Path) -> bool:
    return not (tree.parent / "trace").exists()


@pytest.mark.threat("T28")
def test_an_assessment_offline_loads_no_server_opens_no_socket_and_runs_nothing_of_the_tree(hostile: Path) -> None:
    """`assay assess --offline` starts without Buildbot, Twisted, the Docker SDK and PyGithub."""
    line = [sys.executable, "-P", "-c", _WATCHED, str(hostile), "assess", "--offline", "--format", "json", str(hostile)]
    done = subprocess.run(line, cwd=hostile, capture_output=True, text=True, timeout=300)
    said, _, loaded = done.stderr.rpartition("LOADED ")
    code, modules = json.loads(loaded)
    assert code == 0, said
    assert json.loads(done.stdout)["schema_version"]
    assert not {name.partition(".")[0] for name in modules} & {
        "buildbot",
        "buildbot_worker",
        "twisted",
        "docker",
        "github",
    }
    assert _untraced(hostile)


@pytest.mark.threat("T28")
def test_the_watch_would_see_a_socket() -> None:
    """The law above can fail."""
    program = _WATCHED.replace("from master import cli", "import socket\nsocket.socket()")
    done = subprocess.run([sys.executable, "-P", "-c", program, "/nowhere"], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "a socket was used" in done.stderr


@pytest.mark.threat("T29")
def test_the_command_uses_our_packages_in_a_folder_that_has_its_own(hostile: Path) -> None:
    """Without PYTHONSAFEPATH, with the working directory in the hostile tree."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    for arguments in (["assess", "--offline", "--format", "json"], ["criteria", "list"], ["--version"]):
        line = [str(ASSAY), *arguments]
        done = subprocess.run(line, cwd=hostile, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        assert done.stdout
    assert _untraced(hostile)
