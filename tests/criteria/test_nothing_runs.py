"""Nothing of an assessed repository is run, imported, compiled or opened by name outside a cell (A25, A26, T28)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from adversarial.traps import checkout
from evidence_of import FETCHED

from criteria.all_tools import TOOLS
from criteria.collect import collect
from criteria.snapshot import Snapshot

# Runs the command in a process whose audit hook writes down what is executed, imported, opened, started and connected.
_WATCHED = """
import json, os, sys

FOREIGN = os.path.realpath(sys.argv[1])
seen = {"exec": [], "import": [], "open": [], "start": [], "socket": [], "library": []}

def foreign(path):
    path = os.fsdecode(path) if isinstance(path, bytes) else str(path)
    return (os.path.realpath(path) + os.sep).startswith(FOREIGN + os.sep) if path else False

def watch(event, arguments):
    if event == "exec":
        file = getattr(arguments[0], "co_filename", "?")
        if file and not file.startswith("<") and (foreign(file) or not os.path.isabs(file)):
            seen["exec"].append(file)
    elif event == "compile":
        file = arguments[1]
        if isinstance(file, (str, bytes)) and not os.fsdecode(file).startswith("<") and foreign(file):
            seen["exec"].append(os.fsdecode(file))
    elif event == "import":
        if arguments[1] and foreign(arguments[1]):
            seen["import"].append(arguments[0])
        seen["import"] += [p for p in arguments[2] or () if p in ("", ".") or foreign(p)]
    elif event == "open" and isinstance(arguments[0], (str, bytes)) and foreign(arguments[0]):
        # A name relative to a folder of ours is none of the checkout's, unless there is one like it.
        if os.path.lexists(arguments[0]):
            seen["open"].append(os.path.relpath(os.path.realpath(os.fsdecode(arguments[0])), FOREIGN))
    elif event == "subprocess.Popen":
        seen["start"].append([str(arguments[0]), [os.fsdecode(a) for a in arguments[1]], str(arguments[2])])
    elif event in ("os.exec", "os.posix_spawn", "os.system", "os.spawn"):
        seen["start"].append([str(arguments[0]), [], ""])
    elif event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        seen["socket"].append(event)
    elif event == "ctypes.dlopen" and arguments[0] and foreign(arguments[0]):
        seen["library"].append(str(arguments[0]))

sys.argv[1:] = sys.argv[2:]
sys.addaudithook(watch)
BODY
sys.stderr.write("\\nSEEN " + json.dumps([code, seen]))
"""
_ASSESS = "from master import cli\ncode = cli._guarded()"


def _watched(tree: Path, body: str, *arguments: str) -> tuple[int, dict[str, Any], str, str]:
    line = [sys.executable, "-P", "-c", _WATCHED.replace("BODY", body), str(tree), *arguments]
    done = subprocess.run(line, cwd=tree, capture_output=True, text=True, timeout=600)
    said, _, seen = done.stderr.rpartition("SEEN ")
    assert seen, said
    code, events = json.loads(seen)
    return code, events, done.stdout, said


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return checkout(tmp_path_factory.mktemp("trap"))


@pytest.mark.threat("T28", "A25", "A26")
def test_an_assessment_runs_imports_and_starts_nothing_of_the_tree(trap: tuple[Path, Path]) -> None:
    """By the audit hook: no code, no module, no program, no library of the checkout, no socket; and no canary."""
    tree, canaries = trap
    code, seen, report, said = _watched(tree, _ASSESS, "assess", "--offline", "--format", "json", str(tree))
    assert code in (0, 1), said
    assert json.loads(report)["schema_version"]
    assert (seen["exec"], seen["import"], seen["library"], seen["socket"]) == ([], [], [], [])
    # Where git keeps its objects may be opened by name, and nothing that people write.
    assert {path for path in seen["open"] if not path.startswith(".git/")} == set()
    assert _unknown_programs(seen["start"], tree) == []
    assert sorted(path.name for path in canaries.iterdir()) == []


def _unknown_programs(started: list[list[Any]], tree: Path) -> list[list[Any]]:
    """What is neither git, nor Python with a module of ours, nor a program that one of our distributions brought; and
    what was started in the checkout, or told a path of its work tree."""
    ours = {str(Path(sys.executable)), *(str(path) for path in Path(sys.executable).parent.iterdir())}
    wrong = []
    for program, arguments, folder in started:
        known = program in ours or (Path(program).name == "git" and not program.startswith(str(tree)))
        known = known or program.startswith(("/usr/bin/", "/bin/", str(Path(sys.prefix))))
        inside = folder.startswith(str(tree)) or any(
            argument.startswith(str(tree)) and not argument.startswith(str(tree / ".git")) for argument in arguments
        )
        if not known or inside:
            wrong.append([program, arguments, folder])
    return wrong


@pytest.mark.threat("T28")
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("code = 0\nexec(compile(open(FOREIGN + '/yaml.py').read(), FOREIGN + '/yaml.py', 'exec'))", "exec"),
        ("code = 0\nsys.path.insert(0, FOREIGN)\nimport star_map", "import"),
        ("code = 0\nimport socket\nsocket.getaddrinfo('localhost', 1)", "socket"),
        ("code = 0\nopen(FOREIGN + '/README.md').close()", "open"),
        ("code = 0\nimport ctypes\ntry:\n    ctypes.CDLL(FOREIGN + '/x.so')\nexcept OSError:\n    pass", "library"),
    ],
)
def test_the_watch_would_see_it(tmp_path: Path, body: str, kind: str) -> None:
    """The law above can fail, for each thing that it forbids."""
    for name in ("yaml.py", "star_map.py", "README.md"):
        (tmp_path / name).write_text("x = 1\n")
    _, seen, _, _ = _watched(tmp_path, body)
    assert seen[kind]


@pytest.mark.threat("T28")
def test_an_unknown_program_would_be_seen(tmp_path: Path) -> None:
    """So would a program of the checkout, and one of ours that was started inside it."""
    started = [[str(tmp_path / "git"), [], ""], [sys.executable, [sys.executable], str(tmp_path)], ["/opt/x", [], ""]]
    assert _unknown_programs(started, tmp_path) == started
    assert _unknown_programs([[sys.executable, [sys.executable, "-P"], "/"]], tmp_path) == []


@pytest.mark.threat("T28", "A26")
def test_no_setting_of_the_tree_silences_an_analyser(trap: tuple[Path, Path]) -> None:
    """Beside a setting that excludes everything, each analyser objects to the file that it must object to."""
    bare = trap[0].parent / "bare.git"
    head = (bare / (bare / "HEAD").read_text().removeprefix("ref: ").strip()).read_text().strip()
    evidence = collect(Snapshot(bare, head), FETCHED)
    runs = [
        run for kind in ("style", "security", "document_style") if kind in evidence for run in evidence[kind].data.runs
    ]
    silent = [
        f"{tool.ID}: {[run.problem for run in runs if run.tool == tool.ID]}"
        for tool in TOOLS
        if not any(run.findings_total for run in runs if run.tool == tool.ID)
    ]
    assert silent == []
    assert sorted(path.name for path in trap[1].iterdir()) == []
