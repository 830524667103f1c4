"""A Dockerfile read for what it installs. Nothing of it is built or run; what is no plain installation is left."""

import re
from collections.abc import Iterator

import attrs

from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from master.plan.commands import simple_commands, words_of
from master.plan.requirements import Requirements, parse, plain_file, requirement_file
from master.plan.runner_settings import joined
from workers.packages import package_problem

MAX_BYTES = 64 * 2**10
MAX_LINES = 1000
PLACES = ("binder/Dockerfile", ".binder/Dockerfile", "Dockerfile", "docker/Dockerfile")
# Names that are bound to a release of a distribution, such as python3.8-dev, libboost1.65-dev or gcc-10.
_BOUND = re.compile(
    r"(?:python|pypy|ruby|php|openjdk-|gcc-|g\+\+-|gfortran-|clang-|llvm-|cuda-|nvidia-|linux-)[0-9.a-z-]{0,60}[0-9]"
    r"|lib[a-z+-]{1,40}[0-9]{1,3}\.[0-9]"
)
_DEBIAN_LIKE = re.compile(
    r"(?:^|/)(?:debian|ubuntu|python|buildpack-deps|node|golang|gcc|r-base|rocker|julia|rust|openjdk)\b"
)
_PYTHON_TAG = re.compile(r"(?:^|/)python:(3\.[0-9]{1,2})(?:[.-]|\Z)")
# The Python of distributions, by the tags of their images.
_PYTHON_OF = {
    "bookworm": "3.11", "trixie": "3.13", "bullseye": "3.9", "buster": "3.7",
    "ubuntu:24.04": "3.12", "ubuntu:22.04": "3.10", "ubuntu:20.04": "3.8", "ubuntu:18.04": "3.6",
    "noble": "3.12", "jammy": "3.10", "focal": "3.8", "bionic": "3.6", "debian:12": "3.11", "debian:13": "3.13",
}  # fmt: skip


@attrs.frozen
class Dockerfile:
    """`base`: the image of its last stage. `python`: the one that this image brings, "" where its name does not say."""

    path: str = ""
    base: str = ""
    python: str = ""
    system: tuple[str, ...] = ()
    requirements: Requirements = attrs.field(factory=Requirements)
    files: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def like_ours(self) -> bool:
        """Whether its packages have Debian's names."""
        return bool(_DEBIAN_LIKE.search(self.base))


def read_dockerfile(snapshot: Snapshot, path: str) -> Dockerfile | None:
    """The file at this path; None when there is none, or when nothing in it is a plain installation."""
    entry = plain_file(snapshot, path) if not path.startswith(".") else snapshot.by_path.get(path)
    if entry is None or not entry.is_file:
        return None
    base = ""
    system: list[str] = []
    pips: list[str] = []
    reasons: list[str] = []
    for word, rest in _instructions(snapshot.text(entry, MAX_BYTES)):
        if word == "FROM":
            base = next((part for part in rest.split() if not part.startswith("--")), "")[:200]
        elif word == "RUN":
            for command in simple_commands(rest):
                words = words_of(command)
                if _is_apt(words):
                    system += [part for part in words[words.index("install") + 1 :] if not part.startswith("-")]
                elif _is_pip(words):
                    pips += joined(words[words.index("install") + 1 :])
                elif words[:1] not in (["apt-get"], ["apt"], ["rm"], ["mkdir"], ["true"], ["set"], ["apk"]):
                    reasons.append(f"{path}: RUN {shown(command, 80)} is not followed")
        elif word in ("COPY", "ADD", "USER", "ENV", "ARG", "SHELL"):
            continue
    read = Dockerfile(path=path, base=base, python=_python_of(base))
    return _with_packages(_with_pips(snapshot, attrs.evolve(read, reasons=tuple(reasons)), pips), system)


def _python_of(base: str) -> str:
    if tag := _PYTHON_TAG.search(base):
        return tag.group(1)
    return next((python for name, python in _PYTHON_OF.items() if base.endswith(name) or f"{name}-" in base), "")


def _with_packages(read: Dockerfile, names: list[str]) -> Dockerfile:
    if not names:
        return read
    if not read.like_ours:
        return attrs.evolve(
            read,
            reasons=(
                *read.reasons,
                f"{read.path}: {len(names)} Debian packages are left out: the base {shown(read.base)} is no Debian",
            ),
        )
    plain = [name.partition("=")[0] for name in dict.fromkeys(names)]
    left = [name for name in plain if package_problem(name) or _BOUND.match(name)]
    kept = tuple(name for name in plain if name not in left)
    reasons = [f"{read.path}: {', '.join(kept)} is installed"] if kept else []
    if left:
        reasons.append(f"{read.path}: left out (bound to a release, or no plain names) {shown(', '.join(left), 200)}")
    return attrs.evolve(read, system=kept, reasons=(*read.reasons, *reasons))


def _with_pips(snapshot: Snapshot, read: Dockerfile, words: list[str]) -> Dockerfile:
    found, files, reasons = [], [], list(read.reasons)
    for word in words:
        path = requirement_file(word)
        if path is not None:
            files += [path] if plain_file(snapshot, path) else []
        elif not word.startswith(("-", ".", "/")):
            item = parse(word)
            if isinstance(item, str):
                reasons.append(f"{read.path}: {item}; it is not installed")
            else:
                found.append(item)
    return attrs.evolve(
        read, requirements=Requirements(tuple(found)), files=tuple(dict.fromkeys(files)), reasons=tuple(reasons)
    )


def _instructions(text: str) -> Iterator[tuple[str, str]]:
    """Instructions with their continued lines joined; here-documents are passed over."""
    joined_line, until = "", ""
    for line in text.splitlines()[:MAX_LINES]:
        if until:
            until = "" if line.strip() == until else until
            continue
        plain = line.strip()
        if not plain or plain.startswith("#"):
            continue
        joined_line += plain.removesuffix("\\") + " "
        if plain.endswith("\\"):
            continue
        word, _, rest = joined_line.strip().partition(" ")
        joined_line = ""
        heredoc = re.search(r"<<-?[\"']?([A-Za-z_][A-Za-z0-9_]{0,30})", rest)
        until = heredoc.group(1) if heredoc else ""
        if not until:
            yield word.upper(), re.sub(r"\A(?:--[a-z]+=\S{1,200}\s+){0,5}", "", rest.strip())


def _is_apt(words: list[str]) -> bool:
    names = [word for word in words[:6] if not word.startswith("-") and "=" not in word]
    return names[:2] in (["apt-get", "install"], ["apt", "install"])


def _is_pip(words: list[str]) -> bool:
    return "install" in words and (words[0] in ("pip", "pip3") or words[1:3] == ["-m", "pip"])


def first_dockerfile(snapshot: Snapshot) -> Dockerfile:
    """The Dockerfile that describes the whole repository; an empty one when there is none."""
    for path in PLACES:
        if read := read_dockerfile(snapshot, path):
            return read
    return Dockerfile()
