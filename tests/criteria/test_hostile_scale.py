"""Sizes that nobody writes, and texts made to exhaust a reader: bounded memory, bounded work, and never a crash.

Everything is measured by limits of the system on a process of its own. They are far above what an idle machine needs:
what grows with the square of its input exceeds them by orders of magnitude, what is only slow does not.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pygit2
import pytest
from adversarial.masses import committed, folder_of, gigabyte_of_zeros, nested
from adversarial.sound import DAY, START, changed, sound
from repos import commit_tree

from criteria.snapshot import Snapshot

TESTS = Path(__file__).resolve().parent.parent
MEMORY = 400 * 2**20  # bytes that an assessment may take above what it has at its start

# Assesses commits one after the other. Prints for each of them what is missing and the verdicts.
_ASSESS = """
import json, resource, sys
from pathlib import Path

sys.path.insert(0, TESTS)
from criteria.baseline import load
from criteria.cache import Cache
from criteria.collect import collect
from criteria.judge import judge
from criteria.snapshot import Snapshot
from evidence_of import FETCHED

cache = Cache()
repository, first, *commits = sys.argv[1:]
collect(Snapshot(Path(repository), first), FETCHED, cache)
size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
hard = resource.getrlimit(resource.RLIMIT_AS)[1]
resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, hard))
for commit in commits:
    evidence = collect(Snapshot(Path(repository), commit), FETCHED, cache)
    verdicts = {one.id: [one.verdict.outcome, one.verdict.reason] for one in judge(evidence, load()).results()}
    print(json.dumps([dict(evidence.missing), verdicts]), flush=True)
""".replace("TESTS", repr(str(TESTS))).replace("MEMORY", str(MEMORY))


def _assessed(snapshot: Snapshot, *others: Snapshot) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """What is missing and the verdicts of each other commit; the first one only warms up."""
    line = [sys.executable, "-P", "-c", _ASSESS, str(snapshot.repository), snapshot.commit]
    done = subprocess.run([*line, *(one.commit for one in others)], capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-3000:]
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]  # type: ignore[misc]


def _faults(missing: dict[str, str], verdicts: dict[str, Any]) -> list[str]:
    """Exceptions of ours: whatever was collected, none may be caused by an input."""
    said = [*missing.values(), *(reason for _, reason in verdicts.values())]
    return [text for text in said if "fault of Assay" in text or " evidence failed: " in text or "Memory" in text]


NAMES = [
    "README.md",
    "LICENSE",
    "sky.py",
    "CITATION.cff",
    "pyproject.toml",
    ".gitattributes",
    "package.json",
    ".mailmap",
    ".gitlab-ci.yml",
    "uv.lock",
]


@pytest.mark.threat("A29")
def test_a_gigabyte_under_any_name_is_never_unpacked(tmp_path: Path) -> None:
    """A verdict or `not_assessed`, in bounded memory; what does not rest on the file is judged as before."""
    start = sound(tmp_path / "r.git")
    zeros = gigabyte_of_zeros(start.repository)
    base = pygit2.Repository(str(start.repository))[start.commit].tree_id
    commits = [committed(start.repository, [(name.encode(), zeros)], base) for name in NAMES]
    assert commits[0].by_path["README.md"].size == 2**30
    for name, (missing, verdicts) in zip(NAMES, _assessed(start, *commits), strict=True):
        assert _faults(missing, verdicts) == [], name
        assert not any("more memory" in reason for _, reason in verdicts.values()), name
        good = [id_ for id_ in ("QC.Lic01", "QC.Doc06.3", "QC.Sec02") if verdicts[id_][0] == "pass"]
        assert len(good) >= 2, (name, missing)


@pytest.mark.threat("A29")
def test_a_hundred_thousand_files_and_folders_without_end(tmp_path: Path) -> None:
    """Each file stands in the account; a path of two thousand folders is only a long name."""
    start = sound(tmp_path / "r.git")
    repo = pygit2.Repository(str(start.repository))
    base = repo[start.commit].tree_id
    many = committed(start.repository, [(b"many", folder_of(repo, 100_000, b"\0", b".dat"))], base)
    deep = committed(start.repository, [(b"deep", nested(repo, 2_000, b"x = 1\n"))], base)
    for missing, verdicts in _assessed(start, many, deep):
        assert missing == {}
        assert _faults(missing, verdicts) == []
        assert [verdicts[id_][0] for id_ in ("QC.Lic01", "QC.Doc06.1", "QC.Sec02")] == ["pass"] * 3


@pytest.mark.threat("A29")
def test_more_files_than_are_read_is_not_assessed(tmp_path: Path) -> None:
    """Past the cap nothing is said about the tree, and what does not need it is."""
    start = sound(tmp_path / "r.git")
    repo = pygit2.Repository(str(start.repository))
    hundred = folder_of(repo, 100_000, b"x", b".txt")
    rows = [(b"d%d" % number, hundred) for number in range(6)]
    too_many = committed(start.repository, rows, repo[start.commit].tree_id)
    ((missing, verdicts),) = _assessed(start, too_many)
    assert "more than 500,000 files" in missing["census"]
    assert _faults(missing, verdicts) == []
    assert [verdicts[id_][0] for id_ in ("QC.Lic01", "QC.Sec02", "QC.Acc01")] == [
        "not_assessed",
        "not_assessed",
        "pass",
    ]


LINE = 16 * 2**20 - 100
LINES = {
    "a.py": b"x = '" + b"a" * (LINE - 9) + b"'\n",
    "b.json": b'["' + b"a" * (LINE - 9) + b'"]',
    "README.md": b"# star-map " + b"word " * (LINE // 5 - 9),
    "docs/c.rst": b"word " * (LINE // 5),
    "d.toml": b"[" * 2**20,
    "docs/e.md": b"(" * (10 * 2**20),
    "docs/f.rst": b"(" * 2**20,
}


@pytest.mark.threat("A23", "A29", "T40")
def test_a_single_line_of_sixteen_megabytes(tmp_path: Path) -> None:
    """In code, data and documents at once: read, refused or failed, and nothing else is lost."""
    start = sound(tmp_path / "r.git")
    huge = Snapshot(start.repository, commit_tree(start.repository, changed(LINES), time=START + 99 * DAY))
    ((missing, verdicts),) = _assessed(start, huge)
    assert _faults(missing, verdicts) == []
    assert [verdicts[id_][0] for id_ in ("QC.Lic01", "QC.Doc06.2", "QC.Acc02")] == ["pass"] * 3


# Reads texts made of one piece, as files of many kinds, with every scan; and as every named file, with every collector.
_READ = """
import json, resource, signal, sys, tempfile
from pathlib import Path

sys.path.insert(0, TESTS)
from criteria.all_scans import SCANS
from criteria.cache import Cache
from criteria.collect import ALONE, HISTORY
from criteria.evidence.census import census_file
from repos import snapshot_of

resource.setrlimit(resource.RLIMIT_CPU, (240, 240))
pieces, files, names, size, seconds = json.load(sys.stdin)

def late(*_):
    raise TimeoutError

def guarded(what, work):
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        work()
    except TimeoutError:
        print(what, "took too long", flush=True)
    except Exception as error:
        print(what, repr(error)[:300], flush=True)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)

signal.signal(signal.SIGVTALRM, late)
for piece in pieces:
    content = (piece.encode() * (size // len(piece.encode()) + 1))[:size]
    for path in files:
        file = census_file(path, 0o100644, len(content), content)
        for scan in SCANS:
            if scan.wants(file):
                guarded(f"{piece!r} {path} {scan.KIND}", lambda: scan.read(file, content))
    if names:
        snapshot = snapshot_of(Path(tempfile.mkdtemp()) / "r.git", {name: content for name in names})
        for kind, collector in ALONE.items():
            guarded(f"{piece!r} {kind}", lambda: collector(snapshot))
        for kind, walker in HISTORY.items():
            guarded(f"{piece!r} {kind}", lambda: walker(snapshot, Cache()))
print("read", flush=True)
""".replace("TESTS", repr(str(TESTS)))
PIECES = (
    " ", "#", "-", "a@a", "`", '"', "'", "\\", "A", "(", "[", "{", "<", "*", "_", "\n", "\n ", ".", "0", "=", "\u202e",
    "def test(\n", "assert ", "if a: ", "chmod ", "password='", "-----BEGIN ", "SPDX-License-Identifier: ", '"""',
    "Copyright (c) 2024 ", ">>> ", "/*", "# noqa ", "mock(", "https://a", "class A:\n",
)  # fmt: skip
FILES = [
    "src/a.py",
    "src/a.pyx",
    "tests/test_a.py",
    "a.md",
    "a.rst",
    "a.yml",
    "a.c",
    "a.sh",
    "a.f90",
    "a.js",
    "a.txt",
    "Makefile",
    "Dockerfile",
]
NAMED = [
    "README.md",
    "LICENSE",
    "CONTRIBUTING.md",
    "CITATION.cff",
    "codemeta.json",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "package.json",
    "uv.lock",
    "Project.toml",
    "environment.yml",
    "requirements.txt",
    ".github/workflows/a.yml",
    ".gitlab-ci.yml",
    "Jenkinsfile",
    "Makefile",
    "tox.ini",
    ".pre-commit-config.yaml",
    ".mailmap",
    ".gitmodules",
    "docs/conf.py",
    "docs/index.rst",
    "CHANGELOG.md",
    "CODEOWNERS",
    "Dockerfile",
    ".github/ISSUE_TEMPLATE/bug.yml",
    "docker-compose.yml",
    "ruff.toml",
    "CMakeLists.txt",
    "pom.xml",
    "LICENSES/MIT.txt",
    "docs/style.md",
]


def _read(pieces: tuple[str, ...], files: list[str], names: list[str], size: int, seconds: float) -> str:
    question = json.dumps([pieces, files, names, size, seconds])
    line = [sys.executable, "-P", "-c", _READ]
    done = subprocess.run(line, input=question, capture_output=True, text=True, timeout=900)
    return done.stdout + done.stderr[-2000:]


@pytest.mark.threat("T40", "A23")
def test_no_text_makes_a_reader_slow(tmp_path: Path) -> None:
    """32 KiB of any piece, by every scan and every collector: a reader of squared cost would take minutes."""
    assert _read(PIECES, FILES, NAMED, 2**15, 5.0) == "read\n"


@pytest.mark.threat("T40")
def test_a_megabyte_takes_a_scan_no_more_than_its_share() -> None:
    """What takes 20 s for a megabyte would take hours for a large tree."""
    assert _read(("def test(\n", "(", " ", "a@a", "if a: "), FILES[:6], [], 2**20, 20.0) == "read\n"
