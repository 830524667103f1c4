"""The host engine with real processes: what a command sees, how it ends, and what is left of it."""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worker_cells import cell

from workers import layout, sandbox
from workers.engines import host
from workers.engines.engine import Ended, Patience
from workers.engines.host import (
    PREFIX,
    BareHostEngine,
    BareHostSession,
    HostEngine,
    HostSession,
    bubblewrap_refusal,
    read_regular,
    remove_folders,
)
from workers.errors import EngineError
from workers.log import CappedLog

LONG = Patience(60, 60)
RUN = "0123456789ab"


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sessions make their folders below the test's own."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(host.tempfile, "tempdir", str(folder))
    return folder


def need_bubblewrap() -> None:
    """Skip where bubblewrap is not to be had; fail where the caller said that it is."""
    refusal = bubblewrap_refusal()
    if refusal is not None:
        if os.environ.get("ASSAY_REQUIRE_ENGINE") == "1":
            pytest.fail(refusal)
        pytest.skip(refusal)


@pytest.fixture
def bare() -> Iterator[BareHostSession]:
    with BareHostEngine().session(cell(), RUN) as session:
        yield session


@pytest.fixture
def shut_in() -> Iterator[HostSession]:
    need_bubblewrap()
    with HostEngine().session(cell(), RUN) as session:
        yield session


@pytest.fixture(params=["bare", "shut_in"])
def session(request: pytest.FixtureRequest) -> BareHostSession:
    """Both kinds of session, for the laws that hold for both."""
    found: BareHostSession = request.getfixturevalue(request.param)
    return found


def output(session: BareHostSession, command: str, patience: Patience = LONG) -> tuple[Ended, str]:
    log = CappedLog(100_000)
    ended = session.run(command, sandbox.environment(session.work), patience, log)
    log.close()
    return ended, log.text()


def test_output_and_exit_code(session: BareHostSession) -> None:
    """What a command prints on both streams is kept, and its exit code is what it is."""
    assert output(session, "echo one; echo two >&2; exit 7") == (Ended(7, ""), "one\ntwo\n")


def test_a_failure_anywhere_in_a_line_counts(session: BareHostSession) -> None:
    """A pipe fails with its first part, and a list with its first failing command."""
    assert output(session, "false | true")[0].exit == 1
    assert output(session, "false; true")[0].exit == 1


def test_killed_by_a_signal(bare: BareHostSession) -> None:
    """A command that a signal ended has the shell's code for it, and the signal's number as the reason."""
    assert output(bare, "kill -SEGV $$")[0] == Ended(139, "killed by signal 11")


@pytest.mark.threat("T24")
def test_nothing_of_ours_is_in_the_environment(session: BareHostSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command sees the cell's variables and no other of ours."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    _, text = output(session, "env")
    assert "canary-7f3a" not in text
    names = {line.partition("=")[0] for line in text.splitlines() if "=" in line}
    assert names <= {*sandbox.environment(), "PWD", "SHLVL", "OLDPWD", "_"}


@pytest.mark.threat("T24", "T25")
def test_nothing_of_the_machine_is_seen(shut_in: HostSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind bubblewrap no folder of the user's, no socket, no private key and no other process is there."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    secret = tmp_path / "secret"
    secret.write_text("canary-9b1c")
    places = f"{secret} /var/run/docker.sock /run /etc/shadow /etc/ssl/private /etc/pki/tls/private"
    _, text = output(shut_in, f"for p in {places}; do if [ -e $p ]; then echo seen $p; fi; done")
    assert text == ""
    _, text = output(
        shut_in, "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'; id -u; ls /proc | grep -c '^[0-9]'"
    )
    assert "canary-7f3a" not in text
    lines = text.splitlines()
    assert lines[-2] == str(layout.USER)
    assert int(lines[-1]) <= 8


@pytest.mark.threat("T25")
def test_the_system_is_read_only(shut_in: HostSession) -> None:
    """Behind bubblewrap nothing outside the work directory and /tmp can be written, and no capability is left."""
    for place in ("/usr/x", "/etc/x", "/x"):
        ended, text = output(shut_in, f"touch {place}")
        assert (ended.exit, "Read-only file system" in text) == (1, True)
    assert "CapEff:\t0000000000000000" in output(shut_in, "cat /proc/self/status")[1]
    assert "NoNewPrivs:\t1" in output(shut_in, "cat /proc/self/status")[1]
    assert output(shut_in, "touch here && touch /tmp/there")[0].exit == 0


@pytest.mark.threat("T27")
def test_the_network_is_gone_after_the_build(shut_in: HostSession) -> None:
    """While building, a listener of this machine answers; while testing, nothing does."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
        call = f"exec 3<>/dev/tcp/127.0.0.1/{port}"
        assert output(shut_in, call)[0].exit == 0
        shut_in.end_build()
        ended, text = output(shut_in, call)
        assert ended.exit != 0
        assert "refused" in text or "unreachable" in text
        listener.settimeout(0)
        listener.accept()
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.threat("F17")
@pytest.mark.parametrize(
    ("patience", "words"), [(Patience(1, 60), "took longer than 1 s"), (Patience(60, 1), "gave no output for 1 s")]
)
def test_a_command_that_ignores_term_is_killed(session: BareHostSession, patience: Patience, words: str) -> None:
    """Past its time, or silent: command and children are gone, even those that ignore what can be ignored."""
    token = 1_000_000 + os.getpid()
    ended, _ = output(session, f"trap '' TERM HUP INT; echo up; sleep {token} & sleep {token}", patience)
    assert ended == Ended(None, words)
    for _ in range(100):  # the kernel ends what is behind bubblewrap a moment after bubblewrap itself
        if not _commands_with(f"sleep\0{token}"):
            return
        time.sleep(0.1)
    pytest.fail("the children live on")


@pytest.mark.threat("F17")
def test_a_closed_output_does_not_stop_the_clock(session: BareHostSession) -> None:
    """A command that closes its output is still waited for, with the same patience as any other."""
    assert output(session, "exec >&- 2>&-; sleep 0.5; exit 3")[0].exit == 3
    assert output(session, "exec >&- 2>&-; sleep 1000", Patience(1, 60))[0] == Ended(None, "took longer than 1 s")


@pytest.mark.threat("T04", "F17")
def test_a_flood_does_not_outlast_its_time(session: BareHostSession) -> None:
    """Output without a pause is capped, and does not put the end of its time off."""
    ended, text = output(session, "yes", Patience(1, 60))
    assert ended == Ended(None, "took longer than 1 s")
    assert len(text) < 110_000


def test_a_background_process_does_not_hold_us_up(session: BareHostSession) -> None:
    """What a command leaves running, with its output still open, neither delays the end nor reads the next output."""
    threads = threading.active_count()
    assert output(session, "setsid sleep 20 & echo done") == (Ended(0, ""), "done\n")
    assert output(session, "echo next")[1] == "next\n"
    assert threading.active_count() == threads


def test_what_is_put_is_there(session: BareHostSession, tmp_path: Path) -> None:
    """A file lands in the work directory; commands run in the source tree as soon as there is one."""
    (tmp_path / "a").write_text("hello")
    session.put("material.txt", tmp_path / "a")
    assert output(session, "cat material.txt")[1] == "hello\n"
    output(session, "mkdir source")
    assert output(session, "pwd")[1] == f"{session.work}/source\n"


@pytest.mark.threat("F09")
def test_what_cannot_be_put_is_our_fault(bare: BareHostSession, tmp_path: Path) -> None:
    """A file that cannot be copied is never the project's failure."""
    with pytest.raises(EngineError, match=r"material\.tar could not be copied"):
        bare.put("material.tar", tmp_path / "missing")


@pytest.mark.threat("F09")
def test_no_room_for_the_folder_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without room for the work directory is never the project's failure."""

    def full(**_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(host.tempfile, "mkdtemp", full)
    with pytest.raises(EngineError, match="No space left"), BareHostEngine().session(cell(), RUN):
        pytest.fail("it must not be entered")


@pytest.mark.threat("T05")
def test_results_are_fetched_without_following_links(session: BareHostSession, tmp_path: Path) -> None:
    """A report is read; a link in its place, or on the way to it, is not."""
    (tmp_path / "secret").write_text("secret")
    output(session, f"mkdir results; echo '<x/>' > results/junit.xml; ln -s {tmp_path}/secret results/link.xml")
    output(session, f"ln -s {tmp_path} out; mkfifo results/pipe; ln -s / root")
    assert session.fetch("results/junit.xml", 100) == b"<x/>\n"
    for path in ("results/link.xml", "out/secret", "results/pipe", "results", "root/etc/passwd", "results/none"):
        assert session.fetch(path, 10**6) is None


# Names of a generated tree: plain ones, and those that would lead out of it.
names = st.sampled_from(["a", "b", "results", "junit.xml", "é", "\udcff"])
paths = st.lists(names, min_size=1, max_size=3)
targets = st.sampled_from(["/etc/passwd", "..", "../outside", "a", "/", "../../etc/passwd", "results"])
entries = st.lists(st.tuples(paths, st.sampled_from(["file", "link", "pipe", "folder"]), targets), max_size=12)
asked = st.one_of(
    paths.map("/".join),
    st.lists(st.sampled_from(["..", ".", "a", "results", "outside", ""]), max_size=5).map("/".join),
    st.sampled_from(["", "/", "/etc/passwd", "//etc/passwd", "..", ".", "a\0b", "../outside"]),
)


@pytest.mark.threat("T05")
@settings(max_examples=150, deadline=None)
@given(entries, asked, st.integers(min_value=0, max_value=20))
def test_reading_never_leaves_the_tree(tree: list[tuple[list[str], str, str]], path: str, limit: int) -> None:
    """Whatever the tree holds and whatever is asked for: a file of the tree within the limit, or nothing."""
    with TemporaryDirectory() as name:
        (Path(name) / "outside").write_text("OUTSIDE")
        root = Path(name) / "work"
        root.mkdir()
        for parts, kind, target in tree:
            _make(root.joinpath(*parts), kind, target)
        open_files = len(list(Path("/proc/self/fd").iterdir()))
        content = read_regular(root, path, limit)
        assert len(list(Path("/proc/self/fd").iterdir())) == open_files
    assert content is None or (content == b"inside" and limit >= len(content))


def _make(path: Path, kind: str, target: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "file":
            path.touch(exist_ok=False)
            path.write_text("inside")
        elif kind == "link":
            path.symlink_to(target)
        elif kind == "pipe":
            os.mkfifo(path)
        else:
            path.mkdir()
    except OSError:
        return  # the tree before it does not allow this entry


@pytest.mark.threat("T05")
def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    """The limit is the most that is read, not the first size that is not."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/a").write_bytes(b"12345")
    assert read_regular(tmp_path, "a/a", 5) == b"12345"
    assert read_regular(tmp_path, "a/a", 4) is None


def test_the_folder_is_removed_whatever_is_inside(own_temporary_folder: Path) -> None:
    """Closed and read-only folders, and trees deeper than Python's own recursion, leave nothing behind."""
    with BareHostEngine().session(cell(), RUN) as session:
        output(session, "mkdir -p a/b/c && touch a/b/c/f && chmod 0 a/b/c && chmod 0500 a/b a")
        script = "import os\nfor _ in range(1500): os.mkdir('d'); os.chdir('d')"
        output(session, f'{sys.executable} -c "{script}"')
        assert list(own_temporary_folder.iterdir())
    assert list(own_temporary_folder.iterdir()) == []


@pytest.mark.threat("F01")
def test_a_sweep_removes_its_own_run_only(own_temporary_folder: Path) -> None:
    """Folders that a run left behind are removed; those of other runs stay."""
    (own_temporary_folder / f"{PREFIX}{RUN}-abc/work").mkdir(parents=True)
    (own_temporary_folder / f"{PREFIX}other-abc").mkdir()
    assert remove_folders(RUN) == 1
    assert HostEngine().sweep(RUN) == BareHostEngine().sweep(RUN) == 0
    assert [path.name for path in own_temporary_folder.iterdir()] == [f"{PREFIX}other-abc"]


@pytest.mark.threat("F05")
def test_another_architecture_is_refused() -> None:
    """The host runs its own architecture only, and says so before anything begins."""
    for engine in (HostEngine(), BareHostEngine()):
        with pytest.raises(EngineError, match="cells only, not s390x"):
            engine.session(cell(arch="s390x"), RUN)


@pytest.mark.threat("F05")
def test_without_bubblewrap_there_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not installed, not working, or hanging: the offer is a refusal with a reason, and a session is our fault."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "not installed" in str(HostEngine().offer().refusal)
    for script, words in (
        ("echo no namespaces >&2; exit 1", "no namespaces"),
        ("exec /bin/sleep 30", "did not end within"),
    ):
        (tmp_path / "bwrap").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bwrap").chmod(0o755)
        monkeypatch.setattr(host, "TRIAL_S", 0.5)
        assert words in str(HostEngine().offer().refusal)
    with pytest.raises(EngineError, match="bubblewrap"):
        HostEngine().session(cell(), RUN)


def _commands_with(text: str) -> list[str]:
    """The process ids whose command line holds the text."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if text in (entry / "cmdline").read_text(errors="replace"):
                    found.append(entry.name)
            except OSError:
                continue
    return found
