"""The guarded call of git: what it lets through, what it never does, and how it ends."""

import socket
import threading
from pathlib import Path

import pytest
from network_fakes import fake_git
from repos import commit_tree

from master import git as guarded
from master.errors import MeasureError
from master.git import DiskFullError, GitError, GitTimeoutError, git, git_command, git_environment


@pytest.mark.threat("T09", "T11")
def test_environment_is_ours_alone() -> None:
    """Of the caller's environment only paths, proxies and certificates survive; no GIT_ variable steers git."""
    inherited = {
        "PATH": "/bin",
        "https_proxy": "http://proxy:1",
        "GIT_SSL_CAINFO": "/ca.pem",
        "SSL_CERT_FILE": "/ca.pem",
        "GIT_DIR": "/evil",
        "GIT_SSH_COMMAND": "touch canary",
        "GIT_CONFIG_COUNT": "1",
        "GIT_EXTERNAL_DIFF": "touch canary",
        "GIT_ALLOW_PROTOCOL": "ext:file",
        "HOME": "/home/somebody",
        "SECRET_TOKEN": "s3cret",
    }
    result = git_environment(inherited, ("https",))
    assert {name: result[name] for name in ("PATH", "https_proxy", "GIT_SSL_CAINFO", "SSL_CERT_FILE")} == {
        "PATH": "/bin",
        "https_proxy": "http://proxy:1",
        "GIT_SSL_CAINFO": "/ca.pem",
        "SSL_CERT_FILE": "/ca.pem",
    }
    assert result["GIT_CONFIG_NOSYSTEM"] == "1"
    assert result["GIT_CONFIG_GLOBAL"] == "/dev/null"
    assert result["GIT_TERMINAL_PROMPT"] == "0"
    assert result["GIT_ASKPASS"] == "/bin/false"
    assert result["GIT_ALLOW_PROTOCOL"] == "https"
    assert result["GIT_LFS_SKIP_SMUDGE"] == "1"
    assert not {"GIT_DIR", "GIT_SSH_COMMAND", "GIT_CONFIG_COUNT", "GIT_EXTERNAL_DIFF", "SECRET_TOKEN"} & set(result)
    assert "/home/somebody" not in result.values()


@pytest.mark.threat("T10", "T11", "F15")
def test_command_carries_every_closure() -> None:
    """Hooks, fsmonitor, helpers, filters and transports are off; stalled transfers end; objects are checked."""
    command = git_command(["fetch"], None, ("https",))
    settings = {command[place + 1] for place, part in enumerate(command) if part == "-c"}
    assert {
        "core.hooksPath=/dev/null",
        "core.fsmonitor=false",
        "safe.bareRepository=explicit",
        "protocol.allow=never",
        "protocol.https.allow=always",
        "transfer.fsckObjects=true",
        "credential.helper=",
        "filter.lfs.smudge=",
        "filter.lfs.required=false",
        "fetch.recurseSubmodules=false",
        "http.followRedirects=false",
        "http.lowSpeedLimit=1000",
        "http.lowSpeedTime=60",
    } <= settings
    relaxed = {setting.split("=")[0] for setting in settings if setting.endswith("=ignore")}
    assert not {"fetch.fsck.hasDotgit", "fetch.fsck.hasDotdot", "fetch.fsck.gitmodulesUrl"} & relaxed


@pytest.mark.threat("T09")
@pytest.mark.parametrize("form", ["ext::sh -c 'touch {canary}'", "file://{repository}", "{repository}"])
def test_other_transports_are_refused(form: str, tmp_path: Path) -> None:
    """With https alone allowed, neither a command nor a local path is a transport."""
    canary, repository = tmp_path / "canary", tmp_path / "there.git"
    commit_tree(repository, {"a": "b"})
    with pytest.raises(GitError, match="not allowed"):
        git("ls-remote", "--end-of-options", form.format(canary=canary, repository=repository))
    assert not canary.exists()


@pytest.mark.threat("T08")
def test_options_behind_the_end_are_names(tmp_path: Path) -> None:
    """Behind --end-of-options an `--upload-pack=` is a name of nothing and starts nothing."""
    canary = tmp_path / "canary"
    with pytest.raises(GitError):
        git("ls-remote", "--end-of-options", f"--upload-pack=touch {canary}", allow=("file",))
    assert not canary.exists()


@pytest.mark.threat("T10")
def test_planted_programs_never_run(tmp_path: Path) -> None:
    """A configuration that names programs starts none of them, even in the repository that is named."""
    canary = tmp_path / "canary"
    tree = tmp_path / "tree"
    git("init", "--quiet", "--template=", str(tree))
    config = tree / ".git/config"
    config.write_text(
        config.read_text() + f'[core]\n\tfsmonitor = "touch {canary}; false"\n\thooksPath = {tree}/hooks\n'
    )
    (tree / "hooks").mkdir()
    for name in ("post-index-change", "reference-transaction", "pre-auto-gc"):
        hook = tree / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch {canary}\n")
        hook.chmod(0o755)
    (tree / "file").write_text("x")
    git(f"--work-tree={tree}", "add", "-A", repository=tree / ".git")
    git(f"--work-tree={tree}", "status", repository=tree / ".git")
    assert not canary.exists()


@pytest.mark.threat("T10")
def test_embedded_bare_repository_is_no_repository(tmp_path: Path) -> None:
    """git is told where the repository is; it never finds one by itself."""
    commit_tree(tmp_path / "there.git", {"a": "b"})
    with pytest.raises(GitError, match=r"cannot use bare repository|not a git repository"):
        git("-C", str(tmp_path / "there.git"), "rev-parse", "HEAD")


@pytest.mark.threat("F15")
def test_stalled_git_is_stopped_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that hangs ends after its timeout, and no child of it lives on, though it ignores TERM."""
    fake_git(tmp_path / "bin", f"trap '' TERM\nsleep 600 &\necho $! >{tmp_path}/child\nwait\nsleep 600", monkeypatch)
    monkeypatch.setattr(guarded, "GRACE", 0.2)
    with pytest.raises(GitTimeoutError, match=r"git fetch was stopped after 0\.5 s"):
        git("fetch", timeout=0.5)
    child = int((tmp_path / "child").read_text())
    status = Path(f"/proc/{child}/status")
    assert not status.exists() or "State:\tZ" in status.read_text()


def test_error_is_one_sentence_without_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git says is cut to its telling line, without passwords and control characters."""
    said = "remote: \033[31mhello\\nfatal: unable to access https://ada:s3cret@example.org/x: went \033[1mwrong"
    fake_git(tmp_path / "bin", f"printf '{said}\\n' >&2; exit 128", monkeypatch)
    with pytest.raises(GitError) as caught:
        git("fetch")
    assert str(caught.value) == "git fetch failed: unable to access https://example.org/x: went  [1mwrong"
    assert "s3cret" not in caught.value.said


@pytest.mark.threat("F09")
def test_full_disk_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room on the disk is told apart from every other failure, and what to do is said."""
    fake_git(tmp_path / "bin", "echo 'fatal: write error: No space left on device' >&2; exit 128", monkeypatch)
    with pytest.raises(DiskFullError, match="free some"):
        git("fetch")


def test_missing_git_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git the user is told to install it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MeasureError, match="install git"):
        git("version")


@pytest.mark.threat("T12")
def test_pinned_address_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """git connects to the address it was given for a host, and asks no name server."""
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    visits = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer() -> None:
            visitor, _ = server.accept()
            visits.append(visitor.recv(1))
            visitor.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        pin = f"http.curloptResolve=name.invalid:{port}:127.0.0.1"
        with pytest.raises(GitError):
            git("ls-remote", "--end-of-options", f"https://name.invalid:{port}/x", options=(pin,))
        thread.join(10)
    assert visits == [b"\x16"]  # the first byte of a TLS handshake
