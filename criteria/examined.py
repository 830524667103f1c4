"""What an analysis has to examine before it says anything about a project: lack of subject and lack of means."""

import math

from criteria.check import not_applicable, not_assessed
from criteria.model import Verdict
from criteria.tools.analysis import Analysis, is_code

SHOWN = 3  # names in a sentence


def no_subject(analysis: Analysis) -> Verdict | None:
    """A verdict where there is no first-party code to judge, else None."""
    if analysis.lines:
        return None
    if analysis.apart_lines:
        return not_assessed(
            f"all {analysis.apart_lines:,} lines of code are set apart as vendored, generated or test data; "
            "the census names the rule for each file"
        )
    return not_applicable("the census found no file in a programming language")


def gap(analysis: Analysis, minimum_share: float, maximum_failed: float = 0.0) -> Verdict | None:
    """A verdict where too much was left unexamined for silence to mean anything (V7), else None.

    `maximum_failed` is the share of files of code that may have failed. Where one finding decides, it is nothing;
    where a density decides, a few files of a large tree cannot turn the scale.
    """
    if analysis.marked_lines > analysis.lines:
        return not_assessed(
            f"{analysis.marked_lines:,} lines of code are set apart because a comment says that a program wrote them, "
            f"more than the {analysis.lines:,} that are left; keep what writes them instead, or take the comment away",
            found=share_of(analysis),
        )
    problems = sorted({run.problem for run in analysis.runs if run.problem})
    if problems:
        return not_assessed("; ".join(problems), found=share_of(analysis))
    if analysis.share < minimum_share:
        return not_assessed(
            f"{share_of(analysis)}; at least {minimum_share:.0%} is needed. {_unexamined(analysis)}",
            required=f"at least {minimum_share:.0%} of the first-party code examined",
            found=share_of(analysis),
        )
    failed = [item for run in analysis.runs if is_code(run.language) for item in run.failed]
    files = sum(run.files_in for run in analysis.runs if is_code(run.language))
    if len(failed) > maximum_failed * files:
        named = "; ".join(f"{item.path}: {item.why}" for item in failed[:SHOWN])
        more = f", and {len(failed) - SHOWN} more" if len(failed) > SHOWN else ""
        return not_assessed(
            f"{len(failed)} files could not be examined: {named}{more}. Make them readable, or move them where test "
            "data lies if they are meant to be broken",
            found=share_of(analysis),
        )
    return None


def share_of(analysis: Analysis) -> str:
    return f"{analysis.examined:,} of {analysis.lines:,} first-party lines of code ({analysis.share:.0%}) were examined"


def allowed(per_kloc: float, lines: int) -> int:
    """How many of something a limit per 1,000 lines allows; rounded up, so that a short program is not lost by one."""
    return math.ceil(per_kloc * lines / 1000)


def density(count: int, lines: int) -> str:
    """Absolute and by size, always together (V10)."""
    per_kloc = f"{1000 * count / lines:.1f}" if lines else "-"
    return f"{count:,} in {lines:,} lines ({per_kloc} per 1,000)"


def _unexamined(analysis: Analysis) -> str:
    without = [item.language for item in analysis.languages if not item.tools]
    if not without:
        return "The rest are templates and files that no tool could read as they stand; the evidence names each"
    more = " and others" if len(without) > SHOWN else ""
    return f"There is no analyser here for {', '.join(without[:SHOWN])}{more}"
