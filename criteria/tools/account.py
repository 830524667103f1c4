"""Runs one tool over files of a snapshot and accounts for each of them (V7).

No file keeps the name the repository gave it, and none is read from a work tree: blobs are written under neutral names
into a folder of ours, so that no name reaches a command line and no configuration reaches a tool (T28).
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from criteria.evidence.census import CensusFile
from criteria.model import Finding
from criteria.snapshot import Snapshot
from criteria.tools.batches import examine_all
from criteria.tools.markers import Marks, marks
from criteria.tools.selftest import why_unusable
from criteria.tools.tool import Examination, Hit, Left, Suppression, Tool, ToolRun

MAX_FINDINGS = 1000  # kept per run; all are counted
MAX_MESSAGE = 300  # characters; a message may quote a name of any length


@attrs.frozen
class _Bench:
    """The files in the folder, by neutral name, and what was read in them on the way."""

    paths: Mapping[str, str]
    sizes: Mapping[str, int]
    marks: Mapping[str, Marks]


def run_tool(tool: Tool, language: str, snapshot: Snapshot, files: Sequence[CensusFile]) -> ToolRun:
    """What `tool` says about these files of `language`."""
    skipped = {file.path: why for file in files if (why := _why_skipped(tool, file))}
    failed = {file.path: file.unread for file in files if file.path not in skipped and file.unread is not None}
    rest = [file for file in files if file.path not in skipped and file.path not in failed]
    problem = why_unusable(tool)
    with tempfile.TemporaryDirectory(prefix="assay-files-") as folder:
        bench = _lay_out(tool, snapshot, rest, Path(folder))
        if problem is not None:
            examination = Examination(failed=dict.fromkeys(bench.paths, problem))
        else:
            examination = examine_all(tool, Path(folder), bench.sizes)
    failed |= {bench.paths[name]: why[:MAX_MESSAGE] for name, why in examination.failed.items()}
    hits = _sorted(bench, examination.hits)
    return ToolRun(
        tool=tool.ID,
        version=tool.version(),
        purpose=tool.PURPOSE,
        language=language,
        files_in=len(files),
        scanned=len(files) - len(skipped) - len(failed),
        skipped=_left(skipped),
        failed=_left(failed),
        findings=tuple(_finding(bench, hit) for hit in hits[:MAX_FINDINGS]),
        findings_total=len(hits),
        suppressed=sum(bench.marks[hit.name].hide(hit.line) for hit in hits),
        suppressions=_suppressions(bench),
        problem=problem,
    )


def _why_skipped(tool: Tool, file: CensusFile) -> str | None:
    if file.template:
        return "a template, which no tool of its language can read as it stands"
    return tool.set_apart(file.path)


def _lay_out(tool: Tool, snapshot: Snapshot, files: Sequence[CensusFile], folder: Path) -> _Bench:
    paths, sizes, found = {}, {}, {}
    for number, file in enumerate(files):
        content = snapshot.read(snapshot.by_path[file.path])
        name = f"f{number:06d}{tool.suffix(file.path)}"
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        paths[name], sizes[name] = file.path, len(content)
        found[name] = marks(content.decode("utf-8", errors="replace"), tool.MARKERS)
    return _Bench(paths, sizes, found)


def _sorted(bench: _Bench, hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (bench.paths[hit.name], hit.line or 0, hit.rule, hit.message))


def _finding(bench: _Bench, hit: Hit) -> Finding:
    return Finding(hit.rule, hit.message[:MAX_MESSAGE], bench.paths[hit.name], hit.line)


def _left(files: Mapping[str, str]) -> tuple[Left, ...]:
    return tuple(Left(path, why) for path, why in sorted(files.items()))


def _suppressions(bench: _Bench) -> tuple[Suppression, ...]:
    counts = (
        Suppression(bench.paths[name], marker, count)
        for name, found in bench.marks.items()
        for marker, count in found.counts.items()
    )
    return tuple(sorted(counts, key=lambda item: (item.path, item.marker)))
