"""The command line: parse, call, render, exit code. Commands are imported when they are called, for a quick start."""

import errno
import gc
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
import typer.exceptions

from master.cli_groups import GROUPS
from master.cli_options import (
    DEFAULT_BASELINE,
    AllowHost,
    Arches,
    Baseline,
    ConfigFile,
    Engine,
    FailUnder,
    File,
    ForgeFile,
    Form,
    Here,
    Offline,
    OsvFile,
    OutDir,
    Request,
    Rev,
    Since,
    Source,
)
from master.errors import AssayError

app = typer.Typer(
    name="assay",
    help="The assay office for research software: build, test, score and badge a codebase.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog=(
        "Exit codes: 0 gate passed, 1 gate failed, 2 usage or configuration error, 3 our bug,"
        " 4 could not measure, 130 interrupted."
    ),
)
for _name, _group in GROUPS.items():
    app.add_typer(_group, name=_name)

INTERRUPTED = "Interrupted; nothing was left running."


@app.command()
def run(
    source: Source,
    rev: Rev = None,
    engine: Engine = "auto",
    arch: Arches = None,
    cell: Annotated[list[str] | None, typer.Option(help="Only the cell of this id; repeat for several.")] = None,
    config: ConfigFile = None,
    baseline: Baseline = DEFAULT_BASELINE,
    form: Form = "text",
    output: File = None,
    out_dir: OutDir = Path("assay-out"),
    fail_under: FailUnder = "none",
    allow_host: AllowHost = False,
    forge: ForgeFile = None,
    osv: OsvFile = None,
    since: Since = None,
    request: Request = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Run cells again although nothing that decides their result has changed.")
    ] = False,
) -> None:
    """Build and test SOURCE in its matrix, assess it, and write report and badge."""
    from master.commands import run as command
    from master.evidence_files import EvidenceFiles

    options = command.Options(
        source, rev, engine, allow_host, tuple(arch or ()), tuple(cell or ()), config, baseline, form, output, out_dir,
        fail_under, EvidenceFiles(forge, osv), since, fresh, request=request,
    )  # fmt: skip
    raise typer.Exit(command.run(options))


@app.command()
def reproduce(
    cell: Annotated[str, typer.Argument(help="The id of the cell, such as debian-12/amd64/py3.11.")],
    report: Annotated[Path | None, typer.Option(help="The report.json that tells of it.")] = None,
    source: Annotated[str | None, typer.Option(help="As for `run`; default: that of the report.")] = None,
    rev: Rev = None,
    since: Since = None,
    image: Annotated[str | None, typer.Option(help="The image of the report, to be told when it differs.")] = None,
    test: Annotated[str | None, typer.Option(help="Tell of this test only.")] = None,
    engine: Engine = "auto",
    config: ConfigFile = None,
    out_dir: OutDir = Path("assay-out"),
    allow_host: AllowHost = False,
) -> None:
    """Run one cell of a report again, here: the same commits, commands and seed."""
    from master.commands import reproduce as command

    options = command.Options(
        cell, report, source, rev, since, image, engine, allow_host, config, test, out_dir
    )  # fmt: skip
    raise typer.Exit(command.reproduce(options))


@app.command()
def bisect(
    source: Source,
    test: Annotated[str, typer.Option(help="The test, as reports name it.")],
    good: Annotated[str, typer.Option(help="A commit at which it does not fail.")],
    bad: Annotated[str | None, typer.Option(help="A commit at which it fails; default: the source's own head.")] = None,
    cell: Annotated[str | None, typer.Option(help="The cell to run; default: the first of the plan.")] = None,
    engine: Engine = "auto",
    config: ConfigFile = None,
    allow_host: AllowHost = False,
) -> None:
    """Find the first commit of the line from GOOD to BAD at which a test fails."""
    from master.commands import bisect as command
    from master.commands import run as run_command

    plain = run_command.Options(
        source, bad, engine, allow_host, (), (), config, DEFAULT_BASELINE, "text", None, Path("assay-out"), "none"
    )
    raise typer.Exit(command.bisect(command.Options(source, test, good, bad, cell, plain)))


@app.command()
def flakes(
    form: Annotated[str, typer.Option("--format", "-f", help="text or json.", envvar="ASSAY_FORMAT")] = "text",
    cell: Annotated[str | None, typer.Option(help="Only those of the cell of this id.")] = None,
) -> None:
    """List the tests that ended in different ways with the same inputs."""
    from master.commands import flakes as command

    raise typer.Exit(command.flakes(command.Options(form, cell)))


@app.command()
def assess(
    source: Here = ".",
    rev: Rev = None,
    baseline: Baseline = DEFAULT_BASELINE,
    form: Form = "text",
    output: File = None,
    fail_under: FailUnder = "none",
    offline: Offline = False,
    since: Since = None,
    request: Request = None,
    attestation: Annotated[
        list[Path] | None, typer.Option(help="A signed statement of a person; repeat for several.")
    ] = None,
    trust_key: Annotated[
        list[Path] | None, typer.Option(help="Public key of somebody whose statements count; repeat for several.")
    ] = None,
    explain: Annotated[str | None, typer.Option(help="Print everything about the rule of this id.")] = None,
    forge: ForgeFile = None,
    osv: OsvFile = None,
) -> None:
    """Judge SOURCE by what can be read from it, without building or running anything."""
    from master.commands import assess as command
    from master.evidence_files import EvidenceFiles

    options = command.Options(
        source, rev, baseline, form, output, fail_under, offline, since, tuple(attestation or ()),
        tuple(trust_key or ()), explain, EvidenceFiles(forge, osv), request,
    )  # fmt: skip
    raise typer.Exit(command.assess(options))


@app.command()
def fix(
    source: Here = ".",
    rev: Rev = None,
    select: Annotated[
        list[str] | None, typer.Option(help="Only for these criteria, with commas or repeated. Default: all.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the diff to this file.")] = None,
    offline: Offline = False,
) -> None:
    """Propose changes that help SOURCE meet criteria, as a diff; nothing is applied."""
    from master.commands import fix as command

    raise typer.Exit(command.fix(command.Options(source, rev, tuple(select or ()), output, offline)))


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"assay {version('assay-office')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before the command."""


def main() -> None:
    """Entry point: every way a command can end becomes one of the documented exit codes."""
    # What a command makes lives until its end: looking for garbage among it costs a fifth of a short run.
    gc.set_threshold(100_000, 20, 20)
    _check_own_packages()
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(_guarded())


def _guarded() -> int:
    try:
        code = app(standalone_mode=False)
        # Typer turns the interrupt into its exit code without a word.
        return _say(INTERRUPTED, 130) if code == 130 else int(code or 0)
    except (KeyboardInterrupt, typer.Abort):
        return _say(INTERRUPTED, 130)
    except typer.exceptions.TyperException as error:
        show: Callable[[], None] | None = getattr(error, "show", None)
        if show is None:
            return _say(str(error), 2)
        show()
        return 2
    except AssayError as error:
        return _say(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away: nothing more to say to it
        return 0
    except Exception as error:
        return _known(error)


def _known(error: Exception) -> int:
    """The errors of the rooms below have no exit codes of their own."""
    from criteria.errors import BaselineError, CriteriaError
    from reports.errors import PublishError, ReportError
    from workers.errors import InfrastructureError, MatrixError, WorkersError

    codes: tuple[tuple[type[Exception], int], ...] = (
        (BaselineError, 2),
        (CriteriaError, 4),
        (PublishError, 4),
        (ReportError, 2),
        (MatrixError, 2),
        (InfrastructureError, 4),
        (WorkersError, 4),
    )
    for kind, code in codes:
        if isinstance(error, kind):
            return _say(str(error), code)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _say(f"The disk is full{_at(error)}; free some space and run the command again.", 4)
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR):
        return _say(f"{error.filename or 'A file'} cannot be used: {error.strerror}; see ASSAY_STATE and --out-dir", 4)
    return _say(f"Assay failed; this is our bug. Please send us {_save_traceback()} ({type(error).__name__})", 3)


def _at(error: OSError) -> str:
    return f" at {error.filename}" if error.filename else ""


def _save_traceback() -> str:
    from master.state import state_folder

    text = traceback.format_exc()
    try:
        folder = state_folder() / "tracebacks"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
        file.write_text(text)
    except OSError:
        sys.stderr.write(text)
        return "the traceback above"
    return str(file)


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _check_own_packages() -> None:
    """Our four package names are common words; another package of the same name must not stand in for ours (T29)."""
    import criteria
    import master
    import reports
    import workers

    homes = {Path(str(room.__file__)).parent.parent for room in (criteria, master, reports, workers)}
    if len(homes) != 1:
        sys.exit(
            _say(
                f"Assay's packages come from different places: {', '.join(map(str, sorted(homes)))};"
                " install it into an environment of its own",
                2,
            )
        )
