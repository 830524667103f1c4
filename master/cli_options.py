"""The options that several commands have in common: one meaning, one help text, one environment variable each."""

from pathlib import Path
from typing import Annotated

import typer

Source = Annotated[
    str,
    typer.Argument(
        help="A git checkout, an https git URL, pypi:NAME[==VERSION], or a local archive.", metavar="SOURCE"
    ),
]
Rev = Annotated[str | None, typer.Option("--rev", help="Commit, tag or branch; default: the source's own head.")]
Baseline = Annotated[
    str, typer.Option(help="Rule set to judge by: a name, or a YAML file of your own.", envvar="ASSAY_BASELINE")
]
Form = Annotated[
    str,
    typer.Option(
        "--format", "-f", help="text, json, html, markdown, sarif, junit, cyclonedx or badge.", envvar="ASSAY_FORMAT"
    ),
]
File = Annotated[Path | None, typer.Option("--output", "-o", help="Write the named format to this file.")]
FailUnder = Annotated[
    str,
    typer.Option(help="Exit with 1 below this level: none, bronze, silver or gold.", envvar="ASSAY_FAIL_UNDER"),
]
Offline = Annotated[bool, typer.Option("--offline", help="Never touch the network.")]
ForgeFile = Annotated[
    Path | None, typer.Option("--forge", help="What the forge knows, in the form forge-1.", envvar="ASSAY_FORGE")
]
OsvFile = Annotated[
    Path | None, typer.Option("--osv", help="A mirror of OSV data: a zip, a folder or JSON lines.", envvar="ASSAY_OSV")
]
Here = Annotated[str, typer.Argument(help="As for `run`; default: here.", metavar="[SOURCE]")]
Arches = Annotated[
    list[str] | None, typer.Option(help="amd64 or arm64; repeat for several. Default: all this machine can run.")
]
Since = Annotated[
    str | None,
    typer.Option("--since", help="Compare with this revision: the gate is that nothing got worse, whatever the level."),
]
Request = Annotated[
    int | None, typer.Option("--request", help="Number of the pull or merge request, where the rules ask for it.")
]
Engine = Annotated[
    str,
    typer.Option(
        help="auto, docker, podman, udocker, host or slurm. One that is named is never replaced.", envvar="ASSAY_ENGINE"
    ),
]
ConfigFile = Annotated[Path | None, typer.Option(help="Use this file in place of the repository's own .assay.yml.")]
OutDir = Annotated[Path, typer.Option(help="Folder for report and badge.", envvar="ASSAY_OUT")]
AllowHost = Annotated[
    bool, typer.Option("--allow-host", help="Where nothing else can be had, run the code without isolation.")
]
DEFAULT_BASELINE = "eosc-software-4.1"
