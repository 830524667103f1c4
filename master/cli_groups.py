"""The groups of commands: what there is beside running and assessing. Imported lazily, like every command."""

from pathlib import Path
from typing import Annotated

import typer

from master.cli_options import DEFAULT_BASELINE, Arches, Baseline, ConfigFile, File, Form, Here, Offline, Rev

images_app = typer.Typer(help="The container images that cells run in.", no_args_is_help=True)
criteria_app = typer.Typer(help="The catalogue of criteria.", no_args_is_help=True)
config_app = typer.Typer(help="The configuration file `.assay.yml`.", no_args_is_help=True)
attest_app = typer.Typer(help="Signed statements of people, for what no machine can measure.", no_args_is_help=True)
matrix_app = typer.Typer(help="The cells a source means, and why.", no_args_is_help=True)
report_app = typer.Typer(help="Reports from stored data.", no_args_is_help=True)
ImagesOf = Annotated[str, typer.Option("--engine", help="Whose images: auto, docker, podman or udocker.")]
GROUPS = {
    "images": images_app,
    "criteria": criteria_app,
    "config": config_app,
    "matrix": matrix_app,
    "report": report_app,
    "attest": attest_app,
}


@images_app.command("build")
def images_build(
    names: Annotated[list[str] | None, typer.Argument(help="Image names; default: all.", metavar="[NAME]...")] = None,
    arch: Annotated[list[str] | None, typer.Option(help="amd64 or arm64; default: all this machine can run.")] = None,
    engine: ImagesOf = "auto",
) -> None:
    """Make the images that are missing on this machine."""
    from master.commands import images as command

    raise typer.Exit(command.build(tuple(names or ()), tuple(arch or ()), engine))


@images_app.command("list")
def images_list(engine: ImagesOf = "auto") -> None:
    """The images Assay offers, and which of them are here."""
    from master.commands import images as command

    raise typer.Exit(command.show(engine))


@images_app.command("prune")
def images_prune(
    older_than: Annotated[float, typer.Option(help="Remove what was not used for so many days.")] = 30,
    keep_gb: Annotated[float, typer.Option(help="Of the rest keep so many GB, the most recently used.")] = 20,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Remove layers, base images and build caches that nobody needs."""
    from master.commands import images as command

    raise typer.Exit(command.prune(older_than, keep_gb, dry_run=dry_run))


@matrix_app.command("expand")
def matrix_expand(
    source: Here = ".",
    rev: Rev = None,
    config: ConfigFile = None,
    arch: Arches = None,
    form: Annotated[str, typer.Option("--format", "-f", help="text or json.", envvar="ASSAY_FORMAT")] = "text",
    offline: Offline = False,
) -> None:
    """Show the cells SOURCE means on this machine, and the reason of every decision. Nothing is run."""
    from master.commands import matrix as command

    raise typer.Exit(command.expand(command.Options(source, rev, config, tuple(arch or ()), form, offline)))


@config_app.command("init")
def config_init(
    source: Here = ".",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file; `-` writes to stdout.")
    ] = None,
    offline: Offline = False,
) -> None:
    """Write an .assay.yml that means exactly what is found out from SOURCE."""
    from master.commands import config as command

    raise typer.Exit(command.init(source, output, offline=offline))


@criteria_app.command("list")
def criteria_list(
    baseline: Baseline = DEFAULT_BASELINE,
    form: Annotated[str, typer.Option("--format", "-f", help="text or json.", envvar="ASSAY_FORMAT")] = "text",
) -> None:
    """Every criterion of a baseline, one line each."""
    from master.commands import criteria as command

    raise typer.Exit(command.listing(baseline, form))


@criteria_app.command("show")
def criteria_show(
    id_: Annotated[str, typer.Argument(help="For example QC.Lic01.", metavar="ID")],
    baseline: Baseline = DEFAULT_BASELINE,
) -> None:
    """One criterion: what, why, how it is judged, how to fix it."""
    from master.commands import criteria as command

    raise typer.Exit(command.show(id_, baseline))


@config_app.command("check")
def config_check(
    path: Annotated[Path, typer.Argument(help="The file, or the folder that holds it.")] = Path(),
) -> None:
    """Say what is wrong with a configuration file, with line and nearest match."""
    from master.commands import config as command

    raise typer.Exit(command.check(path))


@config_app.command("schema")
def config_schema() -> None:
    """Print the JSON Schema of `.assay.yml`."""
    from master.commands import config as command

    raise typer.Exit(command.schema())


@report_app.command("render")
def report_render(
    path: Annotated[Path, typer.Argument(help="A report.json that Assay wrote.")],
    form: Form = "text",
    output: File = None,
) -> None:
    """Render a stored report in any format."""
    from master.commands import report as command

    raise typer.Exit(command.rendered(path, form, output))


@report_app.command("schema")
def report_schema() -> None:
    """Print the JSON Schema of report.json."""
    from master.commands import report as command

    raise typer.Exit(command.schema())


@attest_app.command("sign")
def attest_sign(
    rule: Annotated[str, typer.Argument(help="For example QC.Rev03.", metavar="RULE")],
    statement: Annotated[str, typer.Option(help="What is stated, in one or two sentences.")],
    by: Annotated[str, typer.Option(help="Name of the person who states it.")],
    role: Annotated[str, typer.Option(help="Their role, for example maintainer or auditor.")],
    expires: Annotated[str, typer.Option(help="Last day on which it holds, at most a year from now.")],
    key: Annotated[Path, typer.Option(help="Private key to sign with.")],
    subject: Annotated[str, typer.Option(help="What it is about: a source, as for `run`.")] = ".",
    rev: Rev = None,
    every_commit: Annotated[
        bool, typer.Option("--every-commit", help="For the project until it expires, not for this commit alone.")
    ] = False,
    baseline: Baseline = DEFAULT_BASELINE,
    output: File = None,
    offline: Offline = False,
) -> None:
    """Sign a statement about one rule; `assay assess --attestation FILE --trust-key FILE` takes it into account."""
    from master.commands import attest as command

    options = command.Options(
        rule, statement, by, role, subject, rev, every_commit, expires, key, output, baseline, offline
    )
    raise typer.Exit(command.sign(options))


@attest_app.command("key")
def attest_key(
    name: Annotated[str, typer.Argument(help="Of the two files, NAME.key and NAME.pub.", metavar="NAME")],
) -> None:
    """Make a key pair to sign with."""
    from master.commands import attest as command

    raise typer.Exit(command.key(name))
