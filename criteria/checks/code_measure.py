"""code-measure: a measure of the shape of the code stays below its limit."""

from collections.abc import Callable, Mapping

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.code_shape import KIND, CodeShape
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "code-measure"
TITLE = "A measure of the code stays below its limit"
WHY = "Long, branched, copied or tangled code takes longer to understand and hides faults better."
HOW = (
    "One scan measures each first-party file by keywords and indentation, without a parser: branches and lines per "
    "function, lines per file, copies of six lines by sampled hashes, shared attributes of methods (LCOM4), imports of "
    "other modules, and the maintainability index. The share above the limit decides. Limits are those of Assay."
)
FIX = "Begin with the files and functions that the findings name: split them, or take what they share into one place."
EFFORT = "days"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = (KIND,)

SHOWN = 20

Share = tuple[int, int, tuple[Finding, ...]]  # how many are above the limit, of how many, and which


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`measure`, `limit` of one item, `maximum_share` above it, `minimum_items` for a share to mean anything, and
    `minimum_share` of the code that has to be measured."""
    data: CodeShape = evidence[KIND].data
    measure, limit, maximum = str(parameters["measure"]), float(parameters["limit"]), float(parameters["maximum_share"])
    required = f"{measure}: at most {maximum:.0%} {_ABOVE[measure].format(limit=limit)}"
    everything = data.lines + sum(data.unmeasured.values())
    if not everything:
        return not_applicable("the census found no first-party code")
    lines = data.python_lines if measure in _PYTHON_ONLY else data.lines
    if lines < float(parameters["minimum_share"]) * everything:
        return not_assessed(_unmeasured(data, measure, lines, everything), required=required)
    above, of, findings = _MEASURES[measure](data, limit)
    if of < int(parameters["minimum_items"]):
        reason = f"{ID}: {of} {_ITEMS[measure]} are too few for a share to mean anything"
        return not_applicable(reason)
    share = above / of
    found = f"{above:,} of {of:,} {_ITEMS[measure]} ({share:.1%})"
    if share > maximum:
        return failed(f"{found} are {_ABOVE[measure].format(limit=limit)}", findings, required=required, found=found)
    return passed(f"{found} are {_ABOVE[measure].format(limit=limit)}", Strength.E3, required=required, found=found,
                  findings=findings)  # fmt: skip


def _unmeasured(data: CodeShape, measure: str, lines: int, everything: int) -> str:
    if measure in _PYTHON_ONLY:
        names = [name for name in (*data.measured, *data.unmeasured) if name not in ("Python", "Cython", "Sage")]
        why = "classes and imports are read in Python and Cython alone"
    else:
        names, why = list(data.unmeasured), "there is no keyword table for the rest"
    read = f"{lines:,} of {everything:,} lines of code are in languages that this measure reads"
    return f"{read}; {why}: {', '.join(names[:4])}"


def _counts(counts: Mapping[str, int], limit: float) -> tuple[int, int]:
    return sum(count for value, count in counts.items() if float(value) > limit), sum(counts.values())


def _complexity(data: CodeShape, limit: float) -> Share:
    findings = (
        Finding(ID, f"{one.name} has a cyclomatic complexity of {one.complexity}.", one.path, one.line)
        for one in data.worst
        if one.complexity > limit
    )
    return (*_counts(data.complexities, limit), tuple(findings)[:SHOWN])


def _smells(data: CodeShape, limit: float) -> Share:
    """Long functions and long lists of parameters; `limit` is the length, a tenth of it the parameters."""
    long, of = _counts(data.lengths, limit)
    many, _ = _counts(data.parameters, limit / 10)
    findings = (
        Finding(ID, f"{one.name} has {one.lines} lines.", one.path, one.line)
        for one in data.longest
        if one.lines > limit
    )
    return long + many, of, tuple(findings)[:SHOWN]


def _size(data: CodeShape, limit: float) -> Share:
    large = sorted((one for one in data.files if one.lines > limit), key=lambda one: (-one.lines, one.path))
    findings = tuple(Finding(ID, f"{one.lines:,} lines of code.", one.path) for one in large[:SHOWN])
    return len(large), len(data.files), findings


def _duplication(data: CodeShape, limit: float) -> Share:
    findings = tuple(
        Finding(ID, "Blocks of six lines and more stand here and elsewhere.", path) for path in data.clones
    )
    return data.repeated, data.sampled, findings


def _cohesion(data: CodeShape, limit: float) -> Share:
    return (*_counts(data.cohesions, limit), ())


def _coupling(data: CodeShape, limit: float) -> Share:
    files = [one for one in data.files if one.language in ("Python", "Cython", "Sage")]
    wide = sorted((one for one in files if one.fan_out > limit), key=lambda one: (-one.fan_out, one.path))
    findings = tuple(
        Finding(ID, f"It imports {one.fan_out} other modules of the project.", one.path) for one in wide[:SHOWN]
    )
    return len(wide), len(files), findings


def _maintainability(data: CodeShape, limit: float) -> Share:
    files = [one for one in data.files if one.index is not None]
    low = sorted(
        (one for one in files if one.index is not None and one.index < limit),
        key=lambda one: (one.index or 0, one.path),
    )
    findings = tuple(Finding(ID, f"Its maintainability index is {one.index:.0f}.", one.path) for one in low[:SHOWN])
    return len(low), len(files), findings


_MEASURES: Mapping[str, Callable[[CodeShape, float], Share]] = {
    "cyclomatic complexity": _complexity,
    "code smells": _smells,
    "file size": _size,
    "duplication": _duplication,
    "cohesion": _cohesion,
    "coupling": _coupling,
    "maintainability index": _maintainability,
}
_PYTHON_ONLY = ("cohesion", "coupling")
_ITEMS = {
    "cyclomatic complexity": "functions", "code smells": "functions", "file size": "files",
    "duplication": "sampled blocks of six lines", "cohesion": "classes", "coupling": "modules",
    "maintainability index": "files with functions",
}  # fmt: skip
_ABOVE = {
    "cyclomatic complexity": "above {limit:g} branches",
    "code smells": "longer than {limit:g} lines or with a tenth as many parameters",
    "file size": "above {limit:g} lines", "duplication": "at more than {limit:g} place",
    "cohesion": "of more than {limit:g} unconnected groups of methods",
    "coupling": "with imports of more than {limit:g} modules",
    "maintainability index": "below {limit:g}",
}  # fmt: skip
