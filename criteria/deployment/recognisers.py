"""Which files are deployment modules, and what each says: one table by path, one small reader for each kind."""

import re
from collections.abc import Callable

import attrs

from criteria.deployment.model import CONTAINER, MANAGEMENT, ORCHESTRATION, PACKAGE


@attrs.frozen
class Said:
    """What a module says. `installs` is the text in which the project's name shows that it is the one deployed."""

    installs: str
    name: str | None = None
    from_tree: bool = False
    version: str | None = None
    problem: str | None = None


Read = Callable[[str], Said | None]


@attrs.frozen
class Recogniser:
    """`read` gives None for a file that only has the name of one."""

    kind: str
    group: str
    path: re.Pattern[str]
    read: Read


_FROM = re.compile(r"^[ \t]{0,8}FROM[ \t]{1,8}\S", re.I | re.M)
# The whole context, a folder of sources, a manifest or what was built of it; one script more makes no deployment.
_COPY = re.compile(
    r"^[ \t]{0,8}(?:COPY|ADD)[ \t]{1,8}(?:--(?!from)\S{1,80}[ \t]{1,8}){0,4}(?!--from)[^\n]{0,200}?(?<=[ \t\"])"
    r"(?:\.|\./|\./?\*|(?:\./)?(?:src|lib|app|dist|build|target)(?:/\S{0,80})?"
    r"|(?:\./)?(?:pyproject\.toml|setup\.(?:py|cfg)|package\.json|Cargo\.toml|go\.mod|Project\.toml"
    r"|\S{1,60}\.(?:whl|jar|deb|rpm)))[ \t\",]{1,3}\S",
    re.I | re.M,
)
_WORK = re.compile(r"^[ \t]{0,8}(?:RUN|COPY|ADD|ENTRYPOINT|CMD)\b", re.I | re.M)
_RUN = re.compile(r"^[ \t]{0,8}(?:RUN|ARG|ENV|LABEL|COPY|ADD)\b(?:[^\n\\]|\\\n|\\.){0,6000}", re.I | re.M)


def container_file(text: str) -> Said | None:
    """A base and a step; what is copied from the context is the tree."""
    if not _FROM.search(text):
        return Said("", problem="it has no FROM: no image is made of it")
    if not _WORK.search(text):
        return Said("", problem="it adds nothing to its base")
    return Said("\n".join(match[0] for match in _RUN.finditer(text)), from_tree=_COPY.search(text) is not None)


def apptainer(text: str) -> Said | None:
    if not re.search(r"^[Bb]ootstrap:", text, re.M):
        return None
    copied = re.search(r"^%files\b[^\n]*\n[ \t]{0,20}\.", text, re.M) is not None
    return Said(text if "%post" in text else "", from_tree=copied)


_HOSTS = re.compile(r"^(?:-[ ]{1,4}|[ ]{1,4})hosts:[ ]{1,4}\S", re.M)
_TASK = re.compile(
    r"^[ ]{0,12}-[ ]{1,4}(?:name|ansible\.builtin\.\w{1,30}|include_tasks|import_tasks|block|package|apt|yum|dnf|pip"
    r"|git|copy|template|shell|command|service|systemd|file|get_url|unarchive|docker_container)\b.{0,200}",
    re.M,
)


def playbook(text: str) -> Said | None:
    if not _HOSTS.search(text):
        return None
    if not (_TASK.search(text) or re.search(r"^[ ]{0,8}roles:", text, re.M)):
        return Said("", problem="it names hosts and no task or role for them")
    return Said(text)


def role_tasks(text: str) -> Said | None:
    return Said(text) if _TASK.search(text) else Said("", problem="it holds no task")


def compose(text: str) -> Said | None:
    if not re.search(r"^services:", text, re.M):
        return None
    image = re.search(r"^[ ]{1,12}image:[ ]{1,4}[\"']?[^\s\"'@]{1,200}:(v?\d[\w.+-]{0,60})", text, re.M)
    built = re.search(r"^[ ]{1,12}(?:build:|context:)", text, re.M) is not None
    if not built and not re.search(r"^[ ]{1,12}image:", text, re.M):
        return Said("", problem="no service has an image or a build")
    return Said(text, from_tree=built, version=image[1] if image and not built else None)


def _field(text: str, name: str) -> str | None:
    match = re.search(rf"^[ \t]{{0,12}}{name}[ \t]{{0,8}}[:=][ \t]{{0,8}}[\"']?([^\s\"'#,}}{{]{{1,100}})", text, re.M)
    return match[1] if match else None


def helm_chart(text: str) -> Said | None:
    name, version = _field(text, "name"), _field(text, "version")
    if not name or not version:
        return Said("", problem="a chart needs a name and a version")
    return Said(text, name, version=_field(text, "appVersion"))


_WORKLOAD = re.compile(r"^kind:[ ]{1,4}(?:Deployment|StatefulSet|DaemonSet|CronJob|Job|Pod|Service)\b", re.M)


def kubernetes(text: str) -> Said | None:
    if not re.search(r"^apiVersion:", text, re.M) or not _WORKLOAD.search(text):
        return None
    image = re.search(r"^[ -]{1,20}image:[ ]{1,4}[\"']?[^\s\"'@]{1,200}:(v?\d[\w.+-]{0,60})", text, re.M)
    return Said(text, version=image[1] if image else None)


def terraform(text: str) -> Said | None:
    return Said(text) if re.search(r"^(?:resource|module)[ ]{1,4}\"", text, re.M) else None


def tosca(text: str) -> Said | None:
    if not re.search(r"^tosca_definitions_version:", text, re.M):
        return None
    return Said(text) if "topology_template" in text or "node_types" in text else None


def radl(text: str) -> Said | None:
    return Said(text) if re.search(r"^[ \t]{0,8}(?:system|configure|deploy)[ ]{1,4}\S", text, re.M) else None


def spack(text: str) -> Said | None:
    if "spack" not in text:
        return None
    name = re.search(r"^class[ ]{1,4}(\w{1,80})\(", text, re.M)
    newest = re.search(r"^[ ]{1,8}version\([ \n]{0,20}[\"'](\d[\w.]{0,60})[\"']", text, re.M)
    return Said(text, name[1] if name else None, version=newest[1] if newest else None)


def conda_recipe(text: str) -> Said | None:
    """A version that a template sets is looked up in it."""
    if not re.search(r"^(?:package|recipe):", text, re.M):
        return None
    version = _field(text, "version")
    stated = re.search(r"set[ ]version[ ]?=[ ]?[\"'](\d[\w.]{0,60})[\"']", text)
    if version is None or not version[0].isdigit():
        version = stated[1] if stated else None
    local = re.search(r"^[ -]{1,8}path:[ ]{1,4}\.", text, re.M) is not None
    return Said(text, _field(text, "name"), from_tree=local, version=version)


def nix(text: str) -> Said | None:
    if not re.search(r"mkDerivation|build\w{0,30}(?:Package|Application)|packages\.|mkShell|callPackage", text):
        return None
    local = re.search(r"\bsrc[ ]?=[ ]?(?:\./?|self\b|lib\.cleanSource)", text) is not None
    only_shell = "mkShell" in text and not re.search(r"mkDerivation|build\w{0,30}(?:Package|Application)", text)
    return Said("" if only_shell else text, _field(text, "pname"), from_tree=local, version=_field(text, "version"))


def guix(text: str) -> Said | None:
    if "(package" not in text and "package->" not in text:
        return None
    version = re.search(r"\(version \"(\d[\w.]{0,60})\"\)", text)
    return Said(text, from_tree="local-file" in text, version=version[1] if version else None)


def rpm_spec(text: str) -> Said | None:
    name, version = _field(text, "Name"), _field(text, "Version")
    if not name or "%install" not in text:
        return None
    return Said(text, name, version=version if version and version[0].isdigit() else None)


def debian_changelog(text: str) -> Said | None:
    first = re.match(r"([a-z0-9][\w.+-]{1,80}) \((?:\d{1,3}:)?([\w.+~]{1,60})(?:-[\w.+~]{1,40})?\) ", text)
    return Said(first[1], first[1], from_tree=True, version=first[2]) if first else None


def snap(text: str) -> Said | None:
    version = _field(text, "version")
    local = re.search(r"^[ ]{1,12}source:[ ]{1,4}\.", text, re.M) is not None
    if "parts:" not in text:
        return None
    return Said(
        text, _field(text, "name"), from_tree=local, version=version if version and version[0].isdigit() else None
    )


def script(text: str) -> Said | None:
    return Said(text) if text.strip() else Said("", problem="it is empty")


def _row(kind: str, group: str, path: str, read: Read) -> Recogniser:
    return Recogniser(kind, group, re.compile(rf"(?:^|/)(?:{path})$"), read)


_YAML = r"[\w .-]{0,80}\.ya?ml"
_BELOW = r"(?:[\w.-]{1,60}/){0,3}"
_CLUSTER = r"(?:k8s|kube|kubernetes|manifests|deploy|deployment)/"
_PLAYS = r"(?:ansible|playbooks?|deploy|deployment|provisioning)/"
_PLAY = r"[\w.-]{0,40}(?:ansible|playbook|deploy|provision|site|install|setup)[\w.-]{0,40}\.ya?ml"
_TOSCA = r"[\w.-]{0,40}tosca[\w.-]{0,40}"
_IMAGE = r"(?:Docker|Container)file(?:[.-][\w.-]{1,60})?|[\w.-]{1,60}[.-][Dd]ockerfile"
RECOGNISERS: tuple[Recogniser, ...] = (
    _row("container file", CONTAINER, _IMAGE, container_file),
    _row("Apptainer definition", CONTAINER, r"Singularity(?:\.[\w.-]{1,60})?|[\w.-]{1,60}\.def", apptainer),
    _row("compose file", ORCHESTRATION, r"(?:docker-)?compose[\w.-]{0,40}\.ya?ml", compose),
    _row("Ansible role", MANAGEMENT, r"tasks/main\.ya?ml", role_tasks),
    _row("Helm chart", ORCHESTRATION, r"Chart\.ya?ml", helm_chart),
    _row("Terraform module", ORCHESTRATION, r"(?:main|[\w-]{1,60})\.tf", terraform),
    _row("RADL document", ORCHESTRATION, r"[\w.-]{1,80}\.radl", radl),
    _row("Spack recipe", PACKAGE, r"package\.py", spack),
    _row("conda recipe", PACKAGE, r"(?:meta|recipe)\.ya?ml", conda_recipe),
    _row("Nix package", PACKAGE, r"(?:flake|default|package)\.nix", nix),
    _row("Guix package", PACKAGE, r"guix\.scm|\.guix-channel|\.guix/[\w/.-]{1,100}\.scm", guix),
    _row("RPM package", PACKAGE, r"[\w.+-]{1,80}\.spec(?:\.in)?", rpm_spec),
    _row("Debian package", PACKAGE, r"debian/changelog", debian_changelog),
    _row("Snap package", PACKAGE, r"snapcraft\.ya?ml", snap),
    _row("Vagrant machine", ORCHESTRATION, r"Vagrantfile", script),
    _row("Puppet module", MANAGEMENT, r"manifests/init\.pp", script),
    _row("Chef cookbook", MANAGEMENT, r"recipes/default\.rb", script),
    _row("Salt state", MANAGEMENT, r"init\.sls", script),
    _row("Kubernetes manifest", ORCHESTRATION, _CLUSTER + _BELOW + _YAML, kubernetes),
    _row("TOSCA template", ORCHESTRATION, rf"{_TOSCA}/{_BELOW}{_YAML}|[\w.-]{{0,60}}tosca{_YAML}", tosca),
    _row("Ansible playbook", MANAGEMENT, rf"{_PLAY}|{_PLAYS}{_BELOW}{_YAML}", playbook),
)
