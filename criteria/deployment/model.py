"""The words of deployment: modules that put software on machines, and signs that it is something to be put there."""

import attrs

MANAGEMENT, ORCHESTRATION, CONTAINER, PACKAGE = "configuration management", "orchestration", "container", "package"


@attrs.frozen
class Module:
    """One module. `kind` is the tool's word for it, `group` one of the four above.

    `own`: it deploys this project: it copies the tree, or names the project where it installs. `from_tree`: it takes
    the very commit it lies in. `version`: the one version of the project that it names. `aside`: it serves development
    or tests alone. `problem`: why it deploys nothing.
    """

    kind: str
    group: str
    path: str
    name: str | None = None
    own: bool = False
    from_tree: bool = False
    version: str | None = None
    aside: bool = False
    problem: str | None = None


@attrs.frozen
class Sign:
    """A file that shows a service, and what shows it."""

    path: str
    what: str


@attrs.frozen
class Deployment:
    """`services`: signs of something that runs and is kept running. `manifests`: what declares a library or command."""

    modules: tuple[Module, ...]  # by path
    services: tuple[Sign, ...]
    manifests: tuple[str, ...]
    names: tuple[str, ...]  # of the project, as its manifests declare them
    truncated: bool = False

    @property
    def deploying(self) -> tuple[Module, ...]:
        """Modules that put this project somewhere for its users."""
        return tuple(one for one in self.modules if one.own and not one.aside and one.problem is None)
