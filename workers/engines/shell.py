"""A command of a cell as arguments, the same in every container: our bash, and no variable but those given."""

from collections.abc import Mapping

from workers import layout

# By their paths: a build can put others first on PATH.
BASH = "/bin/bash"
ENV = "/usr/bin/env"
# One stream, for engines that carry two lose their order. While the source is not unpacked yet, commands run in the
# work directory itself.
_IN_SOURCE = f'exec 2>&1; cd {layout.SOURCE} 2>/dev/null || cd {layout.WORK}; exec {BASH} -eo pipefail -c "$1"'


def command_line(command: str, environment: Mapping[str, str], first: str = "") -> list[str]:
    """The arguments that run it; `first` holds shell commands of ours that come before."""
    variables = [f"{name}={value}" for name, value in environment.items()]
    return [ENV, "-i", *variables, BASH, "-c", first + _IN_SOURCE, "bash", command]
