"""What every engine of the table does alike, tried on each that can run here."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from engine_sessions import (
    LONG,
    SMALL,
    Subject,
    end_sleepers,
    new_run,
    new_token,
    output,
    said,
    sleepers,
    small_cell,
    subject,
    wait_until,
)

from workers import sandbox
from workers.all_engines import ENGINES
from workers.cell import MACHINES, to_json
from workers.emulation import host_arch
from workers.engines.engine import Ended, ImageEngine, Patience, Session
from workers.errors import ImageError, InfrastructureError

pytestmark = pytest.mark.engine
BY_THE_SHELL = {"PWD", "OLDPWD", "SHLVL", "_"}


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    with subject(request.param, tmp_path_factory.mktemp("engine")) as found:
        yield found


@pytest.fixture(scope="module")
def shared(engine: Subject) -> Iterator[Session]:
    """One session for all tests that leave it as it was."""
    with engine.session() as session:
        yield session


def test_it_says_what_it_is(engine: Subject, shared: Session) -> None:
    """Offer and session say the same of the isolation, and the cell runs on the architecture it was made for."""
    assert engine.isolation == shared.isolation != ""
    assert shared.image
    assert not shared.emulated
    assert said(shared, "uname -m").strip() == MACHINES[host_arch()]


def test_output_and_exit_code(shared: Session) -> None:
    """Both streams come in their order, a last line needs no end, and the code is the command's own."""
    assert output(shared, "echo one; echo two >&2; printf three; exit 7") == (Ended(7, ""), "one\ntwo\nthree\n")
    assert output(shared, "true") == (Ended(0, ""), "")
    assert output(shared, "no-such-command-here")[0].exit == 127
    assert output(shared, "kill -SEGV $$")[0].exit == 139


def test_a_failure_anywhere_in_a_line_counts(shared: Session) -> None:
    """A pipe fails with its first part, and a list with its first failing command."""
    assert output(shared, "false | true")[0].exit == 1
    assert output(shared, "false; true")[0].exit == 1


def test_no_output_is_lost(shared: Session) -> None:
    """The last of many lines is there, however fast the command ended after it."""
    for _ in range(3):
        assert said(shared, "seq 1 30000").splitlines()[-1] == "30000"


def test_bytes_that_are_no_text(shared: Session) -> None:
    """Output in no encoding at all is read to its end."""
    assert said(shared, r"printf 'a\xff\xfe\x00\xc3\n'; printf '\xe2\x82\xac'; echo end").endswith("€end\n")


@pytest.mark.threat("T24")
def test_the_environment_is_what_was_given(shared: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command finds the variables it was given, whatever is in them, and none of ours or of the engine's."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    given = {**sandbox.environment(shared.work), "ODD": "a b\n\"c\" $HOME 'é' \\", "EMPTY": "", "A": "=b="}
    ended, text = output(shared, "env -0", environment=given)
    found = dict(entry.partition("=")[::2] for entry in text.rstrip("\n").rstrip("\0").split("\0"))
    assert ended.exit == 0
    assert found.pop("PATH").split(":")[0] == f"{shared.work}/venv/bin"
    del given["PATH"]
    assert {name: value for name, value in found.items() if name not in BY_THE_SHELL} == given


def test_standard_input_is_empty(shared: Session) -> None:
    """A command that asks gets no answer, at once."""
    assert output(shared, "cat; read x || echo none") == (Ended(0, ""), "none\n")


def test_what_is_put_is_there(shared: Session, tmp_path: Path) -> None:
    """A file arrives whole, whatever is in it, and its owner is the one who runs the commands."""
    content = bytes(number % 251 for number in range(2**20 + 7))
    (tmp_path / "a").write_bytes(content)
    shared.put("material.bin", tmp_path / "a")
    assert shared.fetch("material.bin", len(content)) == content
    assert (
        said(shared, f"cd {shared.work}; echo more >> material.bin; tail -c 5 material.bin; rm material.bin")
        == "more\n"
    )


def test_a_file_that_cannot_be_put_is_our_fault(shared: Session, tmp_path: Path) -> None:
    with pytest.raises(InfrastructureError, match=r"material\.bin"):
        shared.put("material.bin", tmp_path / "nothing")


@pytest.mark.threat("T05", "T06")
def test_only_regular_files_are_fetched(shared: Session, tmp_path: Path) -> None:
    """Links, folders, pipes, devices and names that lead out are absent; so is what is not there."""
    canary = tmp_path / "canary"
    canary.write_text("canary-9b1c")
    said(
        shared,
        f"mkdir -p {shared.work}/found/folder; cd {shared.work}/found; echo content > file; ln file hard;"
        f" ln -s file soft; ln -s {canary} out; ln -s {tmp_path} way; ln -s / root; mkfifo pipe;"
        " ln -s loop loop;"
        " : > empty; mkdir -p folder/deeper; echo deep > folder/deeper/file",
    )
    for path, content in {
        "file": b"content\n",
        "hard": b"content\n",
        "empty": b"",
        "folder/deeper/file": b"deep\n",
    }.items():
        assert shared.fetch(f"found/{path}", 100) == content
    for path in (
        "soft",
        "out",
        "folder",
        "pipe",
        "none",
        "file/below",
        "",
        "way/canary",
        "loop",
        "loop/x",
        "n" * 300,
        "../../etc/shadow",
    ):
        assert shared.fetch(f"found/{path}", 100) is None, path
    assert b"canary" not in (shared.fetch(f"found/root{canary}", 100) or b"")


@pytest.mark.threat("T05", "T07")
def test_a_fetch_ends_at_its_limit(shared: Session) -> None:
    """A file of exactly the limit is fetched; one byte more and it is absent."""
    said(shared, f"head -c 1000 /dev/zero > {shared.work}/sized")
    assert shared.fetch("sized", 1000) == b"\0" * 1000
    assert shared.fetch("sized", 999) is None


@pytest.mark.threat("T04")
def test_a_flood_is_read_and_cut(shared: Session) -> None:
    """Much output costs no more than the log may hold."""
    ended, text = output(shared, "head -c 10000000 /dev/zero | tr '\\0' y | fold -w 500; echo; echo last")
    assert ended == Ended(0, "")
    assert len(text) < 250_000
    assert text.endswith("last\n")


def test_a_background_process_does_not_hold_us_up(shared: Session) -> None:
    """What a command leaves running, with its output still open, does not read into the next command's output."""
    token = new_token()
    try:
        ended, text = output(
            shared, f"(sleep 2; echo late) & sleep {token} >/dev/null 2>&1 & echo done", Patience(60, 60)
        )
        assert ended.exit == 0
        assert text.startswith("done\n")
        assert output(shared, "echo next")[1] == "next\n"
    finally:
        end_sleepers(token)


@pytest.mark.threat("F17")
@pytest.mark.parametrize(
    ("patience", "words"), [(Patience(2, 60), "took longer than 2 s"), (Patience(60, 2), "gave no output for 2 s")]
)
def test_a_command_that_hangs_is_ended(engine: Subject, patience: Patience, words: str) -> None:
    """Past its time, or silent, whatever signals it ignores: it and its children are gone, and its last words stay."""
    token = new_token()
    with engine.session() as session:
        ended, text = output(session, f"trap '' TERM HUP INT; echo up; sleep {token} & sleep {token}", patience)
    assert ended == Ended(None, words)
    assert text == "up\n"
    wait_until(lambda: not sleepers(token), "the children to go")


@pytest.mark.threat("T04", "F17")
def test_a_flood_does_not_outlast_its_time(engine: Subject) -> None:
    """Output without a pause does not put the end off."""
    with engine.session() as session:
        ended, text = output(session, "yes", Patience(2, 60))
    assert ended == Ended(None, "took longer than 2 s")
    assert text.endswith("y\n")


def test_the_phases(engine: Subject, tmp_path: Path) -> None:
    """Commands run in the source tree as soon as there is one, and files outlive the end of the build."""
    (tmp_path / "a").write_text("hello")
    with engine.session() as session:
        assert said(session, "pwd").strip() == session.work
        session.put("a", tmp_path / "a")
        said(session, "mkdir source; echo built > source/b")
        assert said(session, "pwd").strip() == f"{session.work}/source"
        session.end_build()
        assert said(session, "cat ../a b") == "hellobuilt\n"
        session.put("c", tmp_path / "a")
        assert session.fetch("c", 100) == b"hello"
        assert output(session, "echo again >> b && exit 3")[0].exit == 3


@pytest.mark.threat("T19")
def test_a_planted_shell_decides_nothing(engine: Subject) -> None:
    """Programs that the build put first on PATH do not run the commands of the test."""
    with engine.session() as session:
        said(
            session,
            'mkdir -p "$VIRTUAL_ENV/bin"; for name in bash sh env unshare cat; do'
            r""" printf '#!/bin/sh\nexit 0\n' > "$VIRTUAL_ENV/bin/$name"; chmod +x "$VIRTUAL_ENV/bin/$name"; done""",
        )
        session.end_build()
        assert output(session, "exit 3")[0].exit == 3


def test_two_sessions_do_not_meet(engine: Subject) -> None:
    """Two cells at once have a work directory and an end each of their own."""
    with engine.session() as one:
        with engine.session() as other:
            said(one, f"echo one > {one.work}/mine")
            said(other, f"echo other > {other.work}/mine")
            assert one.fetch("mine", 100) == b"one\n"
            other.end_build()
            assert other.fetch("mine", 100) == b"other\n"
        assert said(one, f"cat {one.work}/mine") == "one\n"
        assert one.fetch("mine", 100) == b"one\n"


@pytest.mark.threat("F04")
def test_nothing_is_left_of_a_hostile_tree(engine: Subject) -> None:
    """Closed folders, folders without end and odd names go with the session; a sweep finds nothing more."""
    run = new_run()
    with engine.session(run) as session:
        said(
            session,
            "mkdir -p closed/inner; echo x > closed/inner/x; chmod 000 closed/inner closed;"
            " for n in $(seq 300); do mkdir -p d; cd d; done; cd ~- 2>/dev/null || true;"
            r""" printf x > "$(printf 'odd\n\xff name')"; ln -s / root; mkfifo pipe""",
        )
    assert engine.engine.sweep(run) == 0


KILLED = """
import sys
from workers.all_engines import ENGINES
from workers.cell import from_json
from workers.engines.engine import Patience
from workers.log import CappedLog

with ENGINES[sys.argv[1]]().session(from_json(sys.argv[2]), sys.argv[3]) as session:
    print("open", flush=True)
    session.run(f"sleep {sys.argv[4]}", {"PATH": "/usr/bin:/bin"}, Patience(600, 600), CappedLog(1000))
"""


@pytest.mark.threat("F01", "F04")
def test_a_sweep_removes_what_a_killed_session_left(engine: Subject) -> None:
    """kill -9 of the process that had the session: a sweep of its run removes it, and of no other run."""
    run, other, token = new_run(), new_run(), new_token()
    line = [sys.executable, "-P", "-c", KILLED, engine.name, to_json(small_cell()), run, str(token)]
    with engine.session(other) as bystander:
        holder = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=os.environ.copy())
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"open\n"
            wait_until(lambda: sleepers(token), "the command to run")
            holder.send_signal(signal.SIGKILL)
            holder.communicate(timeout=60)
            assert engine.engine.sweep(run) >= 1
            if engine.walls.ends_processes:
                wait_until(lambda: not sleepers(token), "the command to go")
            assert engine.engine.sweep(run) == 0
        finally:
            holder.kill()
            end_sleepers(token)
        assert said(bystander, "echo fine") == "fine\n"


@pytest.mark.threat("F05")
def test_what_cannot_be_had_is_our_fault(engine: Subject) -> None:
    """An image that was never made, or an architecture that does not run here, is never the project's failure."""
    if isinstance(engine.engine, ImageEngine):
        with (
            pytest.raises(ImageError, match="assay images build"),
            engine.engine.session(attrs.evolve(small_cell(), system=("no-such-package",)), new_run()),
        ):
            pytest.fail("there is no such image")
    with pytest.raises(InfrastructureError), engine.engine.session(attrs.evolve(small_cell(), arch="s390x"), new_run()):
        pytest.fail("there is no such image")


def test_limits_that_nobody_reaches_do_not_show(engine: Subject) -> None:
    """Ordinary work, with a few processes and some megabytes, goes as it would anywhere."""
    with engine.session(limits=attrs.evolve(SMALL, pids=200)) as session:
        said(session, "head -c 20M /dev/zero > f; for n in $(seq 20); do sleep 0.2 & done; wait; rm f")
        said(session, "python3 -c 'import threading; t = threading.Thread(target=int); t.start(); t.join()'")
    assert LONG.seconds > 0
