"""The one place where the git binary runs: no configuration, hook, helper or transport but those named here.

Rows T08 to T11 and F15 of docs/threats.md. Whatever came from outside stands behind `--end-of-options`
or is part of a URL or refspec that was checked before.
"""

import contextlib
import os
import re
import resource
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from master.errors import MeasureError

NO_FILE = Path("/dev/null")
KEPT = (  # of the caller's environment: where programs, proxies and certificates are
    "PATH",
    "LD_LIBRARY_PATH",
    "TMPDIR",
    "http_proxy",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
)
HARMLESS = (  # what old and honest histories are full of; every other finding of fsck stays an error
    "zeroPaddedFilemode",
    "zeroPaddedDate",
    "missingSpaceBeforeDate",
    "missingSpaceBeforeEmail",
    "missingNameBeforeEmail",
    "missingEmail",
    "badEmail",
    "badTimezone",
    "badTagName",
    "missingTaggerEntry",
)
OPTIONS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.askPass=",
    "core.sshCommand=/bin/false",
    "core.logAllRefUpdates=false",
    "credential.helper=",
    "safe.bareRepository=explicit",
    "protocol.version=2",  # with it any commit can be asked for, not only the tips
    "protocol.allow=never",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "transfer.fsckObjects=true",
    "filter.lfs.smudge=",
    "filter.lfs.process=",
    "filter.lfs.required=false",
    "http.followRedirects=false",  # a redirect may lead to an address nobody checked (T12)
    "http.lowSpeedLimit=1000",  # bytes per second; slower than this ...
    "http.lowSpeedTime=60",  # ... for so many seconds counts as stalled (F15)
    "gc.autoDetach=false",  # nothing of ours runs on after the call
    *(f"fetch.fsck.{finding}=ignore" for finding in HARMLESS),
)
TIMEOUT = 120.0  # seconds, for calls that say nothing else
GRACE = 5.0  # seconds between asking to stop and killing; git removes its lock files meanwhile
LARGEST_FILE = 16 * 2**30  # bytes; a server cannot fill the disk with one endless pack
_CREDENTIALS = re.compile(r"(://)[^/@\s]{1,4096}@")
_FULL = ("No space left on device", "Disk quota exceeded")


class GitError(MeasureError):
    """git ended with an error; `said` is its own text, without credentials."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


class GitTimeoutError(GitError):
    """git was stopped because it took too long."""


class DiskFullError(MeasureError):
    """There is no room left on the disk."""


def git_environment(inherited: Mapping[str, str], allow: Sequence[str]) -> dict[str, str]:
    """The whole environment of a git process; of `inherited` only `KEPT` survives.

    `allow` names the transports. HOME leads nowhere, so that no `.netrc` lends credentials.
    """
    kept = {name: inherited[name] for name in KEPT if name in inherited}
    return kept | {
        "HOME": "/nonexistent",
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(NO_FILE),
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "/bin/false",
        "GIT_ALLOW_PROTOCOL": ":".join(allow),
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
    }


def git_command(
    arguments: Sequence[str], repository: Path | None, allow: Sequence[str], options: Sequence[str] = ()
) -> list[str]:
    """The command line: `options` are further `key=value` settings of this call."""
    settings = [*OPTIONS, *(f"protocol.{name}.allow=always" for name in allow), *options]
    command = ["git", *(part for setting in settings for part in ("-c", setting))]
    if repository is not None:
        command.append(f"--git-dir={repository.absolute()}")
    return [*command, *arguments]


def git(
    *arguments: str,
    repository: Path | None = None,
    timeout: float = TIMEOUT,
    allow: Sequence[str] = ("https",),
    options: Sequence[str] = (),
) -> bytes:
    """What git writes to stdout; `GitError` when it fails, `GitTimeoutError` after `timeout` seconds.

    It starts in `/`, never in a checkout, and touches only `repository`, the git directory that is named.
    """
    command = git_command(arguments, repository, allow, options)
    try:
        process = subprocess.Popen(
            command,
            cwd="/",
            env=git_environment(os.environ, allow),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise MeasureError(f"cannot start git ({error.strerror}); install git 2.38 or newer") from error
    with contextlib.suppress(OSError, ValueError):  # it may have ended already; a lower limit of the user stays
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    try:
        output, errors = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired as error:
        _stop(process)
        raise GitTimeoutError(f"git {arguments[0]} was stopped after {timeout:g} s without an end") from error
    except BaseException:
        _stop(process)
        raise
    if process.returncode:
        raise _failure(arguments[0], process.returncode, errors.decode(errors="replace"))
    return output


def git_version() -> tuple[int, int]:
    """Major and minor number of the git that is found; (0, 0) when it does not say."""
    found = re.search(r"(\d{1,4})\.(\d{1,4})", git("version").decode(errors="replace"))
    return (int(found[1]), int(found[2])) if found else (0, 0)


def without_credentials(text: str) -> str:
    """The text with user names and passwords cut out of its URLs."""
    return _CREDENTIALS.sub(r"\1", text)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the whole process group: git leaves the work to children, which would hang on."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=GRACE)


def _failure(verb: str, status: int, said: str) -> MeasureError:
    said = without_credentials(said)
    if any(sign in said for sign in _FULL):
        return DiskFullError(f"git {verb} found no room on the disk; free some, or name another state directory")
    return GitError(f"git {verb} failed: {_sentence(said) or f'exit status {status}'}", said)


def _sentence(said: str) -> str:
    """The line that tells most: the first one that git itself calls fatal or an error; later ones follow from it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:"))] or lines
    plain = "".join(sign if sign.isprintable() else " " for sign in telling[0]) if telling else ""
    return plain.removeprefix("fatal: ").removeprefix("error: ")[:400].rstrip(".")
