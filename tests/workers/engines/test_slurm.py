"""The Slurm engine against commands that follow a script; and the parts of it that are pure."""

import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import stamina
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st
from slurm_script import FORGOTTEN, RUNNING, ScriptedSlurm, ended, lost, says
from worker_cells import cell

from workers import sandbox
from workers.cell import Limits
from workers.engines import process, slurm_cluster, slurm_session, slurm_step
from workers.engines.engine import Ended, Patience
from workers.engines.slurm import SlurmEngine
from workers.engines.slurm_cluster import ENDED, HOPELESS, Cluster, client_environment, limits_memory
from workers.engines.slurm_session import PREFIX, SlurmSession, script_of
from workers.engines.slurm_settings import job_options, patience_s
from workers.engines.slurm_step import BEGUN, NotBegunError, marked, run_step
from workers.errors import EngineError
from workers.log import CappedLog

RUN = "0123456789ab"
LONG = Patience(60, 60)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work folders below the test's own; a question is asked three times, without a pause."""
    for name in ("ASSAY_SLURM_OPTIONS", "ASSAY_SLURM_WAIT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ASSAY_SLURM_FOLDER", str(tmp_path / "work"))
    with stamina.set_testing(True, attempts=3):
        yield tmp_path / "work"


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScriptedSlurm:
    """A cluster that has one idle node; nothing in a session waits."""
    made = ScriptedSlurm(tmp_path)
    monkeypatch.setenv("PATH", f"{made.bin}:/usr/bin:/bin")
    monkeypatch.setattr(slurm_session, "_POLL_S", (0.0, 0.0))
    monkeypatch.setattr(slurm_session, "FAREWELL_S", 0.0)
    return made


def session() -> SlurmSession:
    return SlurmEngine().session(cell(), RUN)


def run(command: str = "pytest", patience: Patience = LONG) -> tuple[Ended, str]:
    log = CappedLog(10_000)
    with session() as opened:
        ended = opened.run(command, {"A": "b"}, patience, log)
    log.close()
    return ended, log.text()


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.exists() else []


# --- what is offered


def test_an_offer(slurm: ScriptedSlurm) -> None:
    """The architectures of the nodes, and what the settings of the cluster say of memory."""
    offer = SlurmEngine().offer()
    assert (offer.refusal, offer.arches) == (None, ("amd64",))
    assert (offer.walls.sandbox, offer.walls.limits_memory) == (True, False)
    assert "no network while testing; but memory, processes and disk not limited" in offer.isolation


@pytest.mark.threat("F05")
def test_without_a_cluster_there_is_a_refusal(
    slurm: ScriptedSlurm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not installed, its controller down or silent, no known architecture: one sentence each, and no session."""
    for answer, words in (
        (says("Slurmctld(primary) at head is DOWN\n"), "the controller of Slurm is not up"),
        ("echo 'slurm_load: error: Unable to contact slurm controller' >&2; exit 1", "Unable to contact"),
        ("sleep 30", "gave no answer within"),
    ):
        slurm.answers("scontrol", answer)
        monkeypatch.setattr(slurm_cluster, "ANSWER_S", 0.5 if "sleep" in answer else 60.0)
        assert words in str(SlurmEngine().offer().refusal)
        with pytest.raises(EngineError, match=words.replace("(", r"\(")):
            session()
    monkeypatch.setattr(slurm_cluster, "ANSWER_S", 60.0)
    slurm.answers(
        "scontrol", f'case "$1" in ping) {says("Slurmctld(primary) at head is UP")};; *) echo Arch=vax;; esac'
    )
    assert "no node" in str(SlurmEngine().offer().refusal)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "sbatch is not installed here" in str(SlurmEngine().offer().refusal)
    assert slurm.of("sbatch") == []


@pytest.mark.threat("F05")
def test_an_architecture_that_no_node_has(slurm: ScriptedSlurm) -> None:
    """It is refused before a job is asked for, with what there is."""
    with pytest.raises(EngineError, match="no node for s390x, only for amd64"):
        SlurmEngine().session(cell(arch="s390x"), RUN)
    assert slurm.of("sbatch") == []


@pytest.mark.threat("T02")
@pytest.mark.parametrize(
    ("settings", "limited"),
    [
        ({}, False),
        ({"TaskPlugin": "task/affinity,task/cgroup"}, False),
        ({"TaskPlugin": "task/cgroup", "ConstrainRAMSpace": "no"}, False),
        ({"TaskPlugin": "task/cgroup", "ConstrainRAMSpace": "yes", "SelectTypeParameters": "CR_CPU"}, False),
        ({"TaskPlugin": "task/affinity", "ConstrainRAMSpace": "yes"}, False),
        ({"JobAcctGatherParams": "OverMemoryKill", "JobAcctGatherType": "jobacct_gather/linux"}, False),
        ({"TaskPlugin": "task/affinity,task/cgroup", "ConstrainRAMSpace": "yes"}, True),
    ],
)
def test_memory_is_limited_only_where_everything_for_it_is_set(settings: dict[str, str], limited: bool) -> None:
    """A control group needs its plugin, its constraint, and memory as something that is given out."""
    all_of_them = {"SelectTypeParameters": "CR_CORE_MEMORY", **settings}
    config = "Configuration data as of 2026-11-21\n" + "".join(f"{k:24}= {v}\n" for k, v in all_of_them.items())
    assert limits_memory(config) is limited


# --- what the user's environment says


def test_the_users_options_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """They come after ours, told apart as a shell would; what cannot be told apart is a refusal that names them."""
    monkeypatch.setenv("ASSAY_SLURM_OPTIONS", "--partition=gpu --comment='two words' --mem=0")
    assert job_options(cell(), RUN)[-3:] == ["--partition=gpu", "--comment=two words", "--mem=0"]
    monkeypatch.setenv("ASSAY_SLURM_OPTIONS", "--comment='open")
    assert "$ASSAY_SLURM_OPTIONS cannot be read" in str(SlurmEngine().offer().refusal)


@pytest.mark.parametrize(("said", "seconds"), [("", 3600), ("0", 0), (" 90 ", 5400)])
def test_the_users_patience(said: str, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes, an hour unless said otherwise."""
    monkeypatch.setenv("ASSAY_SLURM_WAIT", said)
    assert patience_s() == seconds


@pytest.mark.parametrize("said", ["-1", "1.5", "soon", "1" * 40, "٣"])
def test_a_patience_that_is_no_number(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a refusal that names the variable, before anything is asked of the cluster."""
    monkeypatch.setenv("ASSAY_SLURM_WAIT", said)
    if said == "٣":  # a digit, but none that anybody means here
        assert patience_s() == 180.0
        return
    assert "$ASSAY_SLURM_WAIT must be a number of minutes" in str(SlurmEngine().offer().refusal)


@given(st.floats(1, 1440), st.floats(1, 1440), st.integers(64, 262_144))
def test_the_job_lasts_as_long_as_the_cell_may(build: float, test: float, memory: int) -> None:
    """Slurm ends no job before the cell's own limits have; what the cell may use is what is asked for."""
    limits = Limits(memory_mb=memory, build_minutes=build, test_minutes=test)
    options = dict(option.partition("=")[::2] for option in job_options(cell(limits=limits), RUN))
    assert int(options["--time"]) * 60 >= sandbox.lifetime_s(limits)
    assert options["--mem"] == f"{memory}M"
    assert options["--job-name"] == f"assay-{RUN}"


variables = ["SLURM_CONF", "SLURM_JOB_ID", "SLURM_NTASKS", "SQUEUE_USERS", "SCANCEL_INTERACTIVE", "SRUN_X"]
variables += ["SBATCH_ACCOUNT", "PATH"]


@pytest.mark.threat("T24")
@given(st.dictionaries(st.sampled_from(variables), st.text(max_size=5)))
def test_a_job_around_us_has_no_say(inherited: dict[str, str]) -> None:
    """Slurm's commands hear which cluster is meant and the user's wishes for jobs, nothing of a job we are in."""
    kept = set(client_environment(inherited)) - {"LC_ALL"}
    assert kept == set(inherited) & {"SLURM_CONF", "SBATCH_ACCOUNT", "PATH"}


# --- questions and answers


def test_a_question_is_asked_again(slurm: ScriptedSlurm) -> None:
    """A controller that is away for a moment is asked once more; a job is given to it once only."""
    away = "echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1"
    slurm.answers("squeue", away, away, says(RUNNING))
    assert Cluster().job("7").state == "RUNNING"
    assert len(slurm.of("squeue")) == 3
    slurm.answers("sbatch", away)
    with pytest.raises(EngineError, match="sbatch of Slurm failed: slurm_load_jobs error: Unable to contact"):
        Cluster().submit([], "true")
    assert len(slurm.of("sbatch")) == 1


def test_what_squeue_says(slurm: ScriptedSlurm) -> None:
    """State, processors, node and reason; a reason may hold the separator; a job that is forgotten is gone."""
    cases = {
        "PENDING|1||Resources\n": ("PENDING", 1, "", "Resources"),
        "PENDING|x||(a|b)\n": ("PENDING", 1, "", "(a|b)"),
        "RUNNING|16|n[1-2]|None\n": ("RUNNING", 16, "n[1-2]", "None"),
        "": ("GONE", 1, "", "no reason"),
        FORGOTTEN: ("GONE", 1, "", ""),
    }
    slurm.states(*cases)
    for expected in cases.values():
        job = Cluster().job("7")
        assert (job.state, job.cpus, job.node, job.reason) == expected


@pytest.mark.parametrize("said", ["4711\n", "4711;cluster\n", "  4711\n"])
def test_the_number_of_a_job(slurm: ScriptedSlurm, said: str) -> None:
    """With or without the name of a cluster."""
    slurm.answers("sbatch", says(said))
    assert Cluster().submit([], "true") == "4711"


def test_an_answer_that_is_no_number(slurm: ScriptedSlurm) -> None:
    """It is said, and never taken for a job."""
    slurm.answers("sbatch", says("Submitted to nobody"))
    with pytest.raises(EngineError, match="did not say the number of its job, but: Submitted to nobody"):
        Cluster().submit([], "true")


# --- one command


def step(command: str, patience: Patience = LONG, start_s: float = 60) -> tuple[Ended, int | None, str]:
    log = CappedLog(10_000)
    end = run_step(["/bin/bash", "-c", command], patience, log, start_s)
    log.close()
    return end.ended, end.code, log.text()


@pytest.mark.threat("T19")
@laws(max_examples=25, deadline=None)
@given(
    st.integers(0, 255), st.sampled_from(["", BEGUN, "assay: the command ended with 0", "Out Of Memory", "oom_kill"])
)
def test_a_command_cannot_tell_its_own_end(code: int, forged: str) -> None:
    """Whatever it prints on either stream is its output; its exit code is the one our script saw."""
    lines = f"echo {shlex.quote(forged)}; echo {shlex.quote(forged)} >&2; exit {code}"
    log = CappedLog(10_000)
    end = run_step(["/bin/bash", "-c", marked(f"bash -c {shlex.quote(lines)}")], LONG, log, 60)
    log.close()
    assert (end.code, end.out_of_memory, log.text()) == (code, False, f"{forged}\n{forged}\n")


@pytest.mark.threat("F05")
def test_the_clock_begins_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time in which Slurm does not let it begin is not the command's: nobody counts before the mark was seen."""
    let, counted = tmp_path / "let", []

    def follow(*arguments: Any) -> Ended:
        counted.append(let.exists())
        return process.follow(*arguments)

    monkeypatch.setattr(slurm_step, "follow", follow)
    assert step(f"sleep 0.3; touch {let}; {marked('echo hello')}") == (Ended(0), 0, "hello\n")
    assert counted == [True]


@pytest.mark.threat("F05")
def test_a_step_that_does_not_begin() -> None:
    """Refused, or never begun: nothing of the command has run, and Slurm's own word is the reason."""
    with pytest.raises(NotBegunError, match="Requested nodes are busy"):
        step("echo 'srun: error: Unable to create step for job 1: Requested nodes are busy' >&2; exit 1")
    with pytest.raises(NotBegunError, match=r"nothing began within 0 s"):
        step("sleep 30", start_s=0.2)


def test_a_line_that_cannot_be_started() -> None:
    """It is our fault."""
    with pytest.raises(EngineError, match="srun of Slurm cannot be started"):
        run_step(["/nowhere/srun"], LONG, CappedLog(100), 1)


values = st.characters(codec="utf-8", exclude_characters="\0")


@pytest.mark.threat("T24")
@given(st.dictionaries(st.text("ABC_", min_size=1, max_size=6), st.text(values, max_size=20)))
@laws(max_examples=25, deadline=None)
def test_a_script_hands_on_what_it_is_given(environment: dict[str, str]) -> None:
    """The words of command and environment arrive as they are, and nothing else of the environment does."""
    environment = {**environment, "PATH": "/usr/bin:/bin"}
    script = script_of(["bwrap", "--", "/usr/bin/env", "-0"], environment, "x")
    script = script.replace("bwrap=$(command -v bwrap) || bwrap=/usr/bin/bwrap", 'bwrap="$0"').replace(
        "/bin/bash -eo pipefail -c x", ""
    )
    seen = subprocess.run(
        ["/bin/bash", "-c", script, "/usr/bin/env"], env={"CANARY": "1"}, capture_output=True, check=True
    ).stdout  # `env` stands in for bubblewrap
    assert dict(each.decode().partition("=")[::2] for each in seen.split(b"\0") if b"=" in each) == environment


# --- a session


def test_a_session_in_order(slurm: ScriptedSlurm, own_folder: Path) -> None:
    """A job that keeps its allocation, two trials on its node, the command, and the end of the job."""
    slurm.states("PENDING|1||Resources", RUNNING)
    slurm.answers("srun", ended(0), ended(0), ended(7, "hello\n"))
    assert run() == (Ended(7), "hello\n")
    asked = [call.split()[0] for call in slurm.calls]
    once = ["scontrol"] * 3 + ["sbatch"] + ["squeue"] * 2 + ["srun"] * 3
    assert asked[:11] == [*once, "squeue", "scancel"]  # what failed is believed only while the job runs
    (job,) = slurm.of("sbatch")
    assert job.endswith(f"--wrap exec sleep {sandbox.lifetime_s(cell().limits)}")
    assert all("--jobid=4711 --overlap" in call and "--cpus-per-task=2" in call for call in slurm.of("srun"))
    assert slurm.of("scancel") == ["scancel --quiet 4711"]
    assert left(own_folder) == []


@pytest.mark.threat("T24")
def test_nothing_of_ours_reaches_the_cluster(slurm: ScriptedSlurm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the job nor a step takes our environment along, and no command line holds a command of the project."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    run("echo secret-of-the-project")
    assert "--export=LANG" in slurm.of("sbatch")[0]
    assert all("--export=NONE" in call for call in slurm.of("srun"))
    assert "secret-of-the-project" not in "\n".join(slurm.calls)


def test_a_job_that_waits_too_long(slurm: ScriptedSlurm, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the user's patience, or for a reason that nothing cures: squeue's reason, and the job is cancelled."""
    monkeypatch.setenv("ASSAY_SLURM_WAIT", "0")
    slurm.states("PENDING|1||Priority")
    with pytest.raises(EngineError, match=r"did not start the job 4711 within 0 min; it waits for: Priority"):
        run()
    monkeypatch.setenv("ASSAY_SLURM_WAIT", "9999")
    for reason in HOPELESS:
        slurm.states(f"PENDING|1||{reason}")
        with pytest.raises(EngineError, match=f"it waits for: {reason}"):
            run()
    assert len(slurm.of("scancel")) == 1 + len(HOPELESS)
    assert left(own_folder) == []


@pytest.mark.threat("F07")
@pytest.mark.parametrize("state", [*ENDED])
def test_a_job_that_ends_under_a_cell(slurm: ScriptedSlurm, state: str) -> None:
    """Cancelled, preempted, out of time, its node lost: our side failed, with a word for how; never the project."""
    gone = FORGOTTEN if state == "GONE" else f"{state}|1|n1|None"
    for how in (lost("srun: error: Node failure on n1\n"), ended(143), ended(1)):  # a command may obey, and fail
        slurm.states(RUNNING, gone)
        slurm.answers("srun", ended(0), ended(0), how)
        with pytest.raises(EngineError, match=f"the job 4711 of Slurm {ENDED[state]} while the cell was running"):
            run()
    slurm.states(gone)
    with pytest.raises(EngineError, match=f"the job 4711 of Slurm {ENDED[state]} before it had begun"):
        run()


@pytest.mark.threat("F02")
def test_a_silent_node_is_not_a_silent_command(slurm: ScriptedSlurm) -> None:
    """When patience is over and the job is gone as well, it was the job."""
    slurm.states(RUNNING, "NODE_FAIL|1|n1|None")
    slurm.answers("srun", ended(0), ended(0), f'echo "{BEGUN}" >&2; exec sleep 30')
    with pytest.raises(EngineError, match="lost its node"):
        run(patience=Patience(0.3, 60))


@pytest.mark.threat("F17")
def test_a_command_that_hangs(slurm: ScriptedSlurm) -> None:
    """Past its patience its step is killed, the steps of Slurm's own are not, and the job stays."""
    slurm.answers("srun", ended(0), ended(0), f'echo "{BEGUN}" >&2; exec sleep 30')
    assert run(patience=Patience(60, 0.3))[0] == Ended(None, "gave no output for 0 s")
    assert slurm.of("scancel")[0] == "scancel --quiet --signal=KILL 4711.3"


@pytest.mark.threat("T02")
@pytest.mark.parametrize(
    "words", ["slurmstepd: error: Detected 1 oom_kill event in StepId=1.2.\n", "error: Exceeded job memory limit\n"]
)
def test_memory_that_the_cluster_refused(slurm: ScriptedSlurm, words: str) -> None:
    """Ended for want of memory: the reason names the limit, with or without a word of our script."""
    why = f"killed: it needed more than the {cell().limits.memory_mb} MB of memory the cell may use"
    slurm.answers("srun", ended(0), ended(0), ended(1, words=words))
    assert run()[0] == Ended(1, why)
    slurm.answers("srun", ended(0), ended(0), lost(words))
    assert run()[0] == Ended(137, why)


def test_a_command_that_slurm_lost(slurm: ScriptedSlurm) -> None:
    """The job runs and the step is gone without a word: our side, with Slurm's last one."""
    slurm.answers("srun", ended(0), ended(0), lost("srun: error: n1: task 0: Killed\n", 137))
    with pytest.raises(EngineError, match="lost a command of the job 4711: srun: error: n1: task 0: Killed"):
        run()


@pytest.mark.threat("F05")
def test_a_step_is_tried_anew_until_it_begins(slurm: ScriptedSlurm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Busy for a moment: asked again, and the command runs once; for good: our side, with Slurm's word."""
    busy = "echo 'srun: error: Unable to create step for job 4711: Requested nodes are busy' >&2; exit 1"
    slurm.answers("srun", ended(0), busy, busy, ended(0))
    assert run()[0] == Ended(0)
    monkeypatch.setattr(slurm_session, "START_S", 0.3)
    slurm.answers("srun", ended(0), busy)
    with pytest.raises(EngineError, match=r"began no command in the job 4711: .*Requested nodes are busy"):
        run()


@pytest.mark.threat("F05")
def test_a_folder_that_the_node_does_not_see(slurm: ScriptedSlurm, own_folder: Path) -> None:
    """Another text under the name of the probe, or none: folder and variable are named; the job is cancelled."""
    for answer in (ended(0), ended(1)):
        slurm.answers("srun", answer.replace('exec /bin/bash "$@"', "true"))
        with pytest.raises(EngineError, match=rf"the node n1 does not see {own_folder}: name a folder in \$ASSAY"):
            run()
    assert len(slurm.of("scancel")) == 2
    assert left(own_folder) == []


@pytest.mark.threat("T25")
def test_no_command_runs_where_bubblewrap_does_not_work(slurm: ScriptedSlurm) -> None:
    """The trial behind the same walls fails: nothing of the project is run, and the reason is bubblewrap's own."""
    slurm.answers("srun", ended(0), ended(1, "bwrap: No permissions to create new namespace\n"))
    with pytest.raises(EngineError, match="bubblewrap does not work on the node n1: bwrap: No permissions"):
        run()
    assert len(slurm.of("srun")) == 2


@pytest.mark.threat("F01", "F04")
def test_an_end_from_outside_takes_the_job_along(
    slurm: ScriptedSlurm, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked to end while the job waits: it is cancelled. Asked while sbatch has not answered: the sweep finds it."""

    def end(_: float) -> None:
        raise SystemExit(143)

    slurm.states("PENDING|1||Resources")
    monkeypatch.setattr(slurm_session, "time", SimpleNamespace(sleep=end, monotonic=time.monotonic))
    monkeypatch.setattr(slurm_session, "wait_for_the_end", lambda *_: None)
    with pytest.raises(SystemExit):
        run()
    assert slurm.of("scancel") == ["scancel --quiet 4711"]
    assert left(own_folder) == []

    def interrupted(*_: object) -> str:
        raise SystemExit(143)

    monkeypatch.setattr(Cluster, "submit", interrupted)
    with pytest.raises(SystemExit):
        run()
    assert len(left(own_folder)) == 1


@pytest.mark.threat("F04")
def test_a_job_that_may_live_keeps_its_folder(
    slurm: ScriptedSlurm, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """sbatch or scancel gave no answer: the folder stays, and with it the sweep finds the job by the run's name."""
    slurm.answers("scancel", "echo away >&2; exit 1")
    run()
    assert len(left(own_folder)) == 1
    slurm.answers("sbatch", "sleep 30")
    monkeypatch.setattr(slurm_cluster, "ANSWER_S", 0.5)
    with pytest.raises(EngineError, match="sbatch gave no answer"):
        run()
    monkeypatch.setattr(slurm_cluster, "ANSWER_S", 60.0)
    assert len(left(own_folder)) == 2
    slurm.answers("sbatch", "echo 'sbatch: error: invalid account' >&2; exit 1")
    with pytest.raises(EngineError, match="sbatch of Slurm failed: invalid account"):
        run()
    assert len(left(own_folder)) == 2
    slurm.answers("scancel", "true")
    slurm.states("CANCELLED|1|n1|None")
    assert SlurmEngine().sweep(RUN) == 4
    assert any(f"--me --name assay-{RUN} " in call for call in slurm.of("squeue"))
    assert slurm.of("scancel")[-1] == "scancel --quiet 4711 4712"
    assert left(own_folder) == []


@pytest.mark.threat("F01")
def test_a_sweep_asks_nothing_where_there_is_nothing(slurm: ScriptedSlurm, own_folder: Path) -> None:
    """Every run is swept for every engine: a run without a folder here costs no question; others' folders stay."""
    (own_folder / f"{PREFIX}other-abc").mkdir(parents=True)
    assert SlurmEngine().sweep(RUN) == 0
    assert slurm.calls == []
    assert left(own_folder) == [f"{PREFIX}other-abc"]


@pytest.mark.threat("F09")
def test_no_room_for_the_folder_is_our_fault(
    slurm: ScriptedSlurm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be made: no job is asked for."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("ASSAY_SLURM_FOLDER", str(tmp_path / "file/below"))
    with pytest.raises(EngineError, match="the folder of the cell could not be made"):
        run()
    assert slurm.of("sbatch") == []


@pytest.mark.threat("T05")
def test_results_are_fetched_without_following_links(slurm: ScriptedSlurm, tmp_path: Path) -> None:
    """What is put is there; a link is not followed."""
    (tmp_path / "a").write_text("hello")
    with session() as opened:
        opened.put("a.txt", tmp_path / "a")
        inside = next(Path(os.environ["ASSAY_SLURM_FOLDER"]).glob("*/work"))
        (inside / "link").symlink_to(tmp_path / "a")
        assert opened.fetch("a.txt", 100) == b"hello"
        assert opened.fetch("link", 100) is None
        with pytest.raises(EngineError, match=r"b\.txt could not be copied"):
            opened.put("b.txt", tmp_path / "missing")
