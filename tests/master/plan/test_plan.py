"""Whose recipe counts, and what the machine makes of it."""

from pathlib import Path

import pytest
from repos import snapshot_of

from criteria.snapshot import Snapshot
from master.plan.errors import ConfigurationError
from master.plan.plan import Plan, check_file, plan
from workers.cell import ARCHES, Limits
from workers.errors import MatrixError
from workers.matrix import Policy

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}
FILE = "version: 1\nbuild: make\ntest: make check\n"


def planned(
    snapshot: Snapshot,
    config: Path | None = None,
    arches: tuple[str, ...] | None = None,
    policy: Policy | None = None,
) -> Plan:
    return plan(snapshot, config=config, arches=arches, offered=OFFERED, policy=policy or Policy())


def test_own_file(tmp_path: Path) -> None:
    """The repository's own file counts before what could be found out."""
    found = planned(snapshot_of(tmp_path, {".assay.yml": FILE, "setup.py": ""}))
    assert (found.recipe.origin, found.cells[0].build, found.cells[0].test) == (
        ".assay.yml",
        ("make",),
        ("make check",),
    )


def test_the_other_name(tmp_path: Path) -> None:
    """`.assay.yaml` is as good; both together are an error."""
    assert planned(snapshot_of(tmp_path / "a", {".assay.yaml": FILE})).recipe.origin == ".assay.yaml"
    with pytest.raises(ConfigurationError, match="keep one of the two"):
        planned(snapshot_of(tmp_path / "b", {".assay.yaml": FILE, ".assay.yml": FILE}))


def test_the_users_file_wins(tmp_path: Path) -> None:
    """A file that the user names counts before the repository's, which is then not even read."""
    config = tmp_path / "mine.yml"
    config.write_text("version: 1\ntest: pytest\n")
    found = planned(snapshot_of(tmp_path / "repo", {".assay.yml": "broken: ["}), config)
    assert (found.recipe.origin, found.cells[0].test, found.cells[0].build) == (str(config), ("pytest",), ())


def test_the_users_file_cannot_be_read(tmp_path: Path) -> None:
    """A missing file is a configuration error that names it."""
    with pytest.raises(ConfigurationError, match=r"none\.yml: cannot be read: No such file"):
        planned(snapshot_of(tmp_path / "repo", {"a": ""}), tmp_path / "none.yml")


def test_detection(tmp_path: Path) -> None:
    """Without a file the recipe is found out."""
    found = planned(snapshot_of(tmp_path, {"setup.py": ""}))
    assert found.recipe.origin == "detected"
    assert found.cells[0].build == ("python -m pip install -e .",)


def test_file_without_commands(tmp_path: Path) -> None:
    """A file that only names the matrix leaves the commands to detection and keeps all else it says."""
    text = "version: 1\nmatrix: {image: [debian-12, debian-13]}\nenvironment: {A: b}\nresults: {junit: x.xml}\n"
    files = {".assay.yml": text, "setup.py": "", "test_a.py": "def test_a(): pass\n"}
    found = planned(snapshot_of(tmp_path, files))
    assert [cell.id for cell in found.cells] == ["debian-12/amd64/py3.11", "debian-13/amd64/py3.13"]
    assert found.cells[0].build == ("python -m pip install -e . pytest coverage",)
    assert (found.cells[0].environment, found.cells[0].results.junit) == ({"A": "b"}, ("x.xml",))
    assert found.cells[0].results.coverage == ("coverage.json",)


def test_nothing_to_run(tmp_path: Path) -> None:
    """Nothing recognised means no cells, with the reason, and no error."""
    found = planned(snapshot_of(tmp_path, {"main.c": ""}))
    assert found.cells == ()
    assert found.expansion.notes == ("no cell runs: there are no commands",)
    assert "nothing to build was recognised" in found.recipe.reasons[0]


def test_arches_of_the_request(tmp_path: Path) -> None:
    """Architectures of the command line take the place of the file's, and exclusions of the others go with them."""
    text = f"{FILE}matrix:\n  arch: [amd64, arm64]\n  exclude: [{{arch: amd64, image: debian-12}}]\n"
    snapshot = snapshot_of(tmp_path, {".assay.yml": text})
    assert [cell.arch for cell in planned(snapshot).cells] == ["arm64"]
    assert [cell.arch for cell in planned(snapshot, arches=("arm64",)).cells] == ["arm64"]
    with pytest.raises(ConfigurationError, match=r"\.assay\.yml:4: no cell is left"):
        planned(snapshot, arches=("amd64",))


def test_unknown_arch_of_the_request(tmp_path: Path) -> None:
    """A slip on the command line is not blamed on the file."""
    with pytest.raises(MatrixError, match="unknown arch 'amd46'"):
        planned(snapshot_of(tmp_path, {".assay.yml": FILE}), arches=("amd46",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("matrix:\n  image: debain-12", r"\.assay\.yml:5: unknown image 'debain-12'; offered: debian-12, debian-13"),
        ("matrix:\n  python:\n  - '3.9'", r"\.assay\.yml:5: unknown python '3\.9'"),
        (
            "matrix:\n  exclude:\n  - image: debian-13",
            r"\.assay\.yml:6: the exclusion .* matches no cell",
        ),
    ],
)
def test_matrix_errors_name_the_line(tmp_path: Path, text: str, sentence: str) -> None:
    """What only this machine can know is told with the line of the file, too."""
    with pytest.raises(ConfigurationError, match=sentence):
        planned(snapshot_of(tmp_path, {".assay.yml": FILE + text}))


@pytest.mark.threat("T22", "T23")
def test_the_file_cannot_widen_its_rights(tmp_path: Path) -> None:
    """Whatever the file asks for, the policy of the machine holds."""
    text = f"{FILE}matrix: {{arch: [amd64, arm64]}}\nlimits: {{memory_mb: 999999, test_minutes: 9999}}\n"
    policy = Policy(max_cells=1, arches=("amd64",), limits=Limits(memory_mb=512, test_minutes=1))
    found = planned(snapshot_of(tmp_path, {".assay.yml": text}), policy=policy)
    (cell,) = found.cells
    assert (cell.arch, cell.limits.memory_mb, cell.limits.test_minutes) == ("amd64", 512, 1)
    assert len(found.expansion.notes) == 2
    assert [left.point.arch for left in found.expansion.excluded] == ["arm64"]


@pytest.mark.threat("T16", "T23")
def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link in place of the file is an error, for its target may be anything on this machine."""
    target = tmp_path / "mine.yml"
    target.write_text(FILE)
    snapshot = snapshot_of(tmp_path / "repo", {".assay.yml": str(target)}, modes={".assay.yml": 0o120000})
    with pytest.raises(ConfigurationError, match="write a regular file"):
        planned(snapshot)


@pytest.mark.threat("T16")
def test_large_file(tmp_path: Path) -> None:
    """A file of megabytes is refused, from the repository and from the user."""
    text = FILE + "#" * 2**21
    (tmp_path / "mine.yml").write_text(text)
    snapshot = snapshot_of(tmp_path / "repo", {".assay.yml": text})
    for config in (None, tmp_path / "mine.yml"):
        with pytest.raises(ConfigurationError, match="larger than the 64 kB"):
            planned(snapshot, config)


def test_check_file(tmp_path: Path) -> None:
    """A file can be checked without a repository: its cells, or the line that is wrong."""
    config = tmp_path / "a.yml"
    config.write_text("version: 1\nmatrix:\n  image: debian-13\n")
    assert [cell.id for cell in check_file(config, offered=OFFERED, policy=Policy()).cells] == [
        "debian-13/amd64/py3.13"
    ]
    with pytest.raises(ConfigurationError, match=r"a\.yml:3: unknown image 'debian-13'"):
        check_file(config, offered={"debian-12": "3.11"}, policy=Policy())


def test_arches_are_all_known() -> None:
    """Every architecture of the contract can be asked for."""
    assert set(Policy().arches) == set(ARCHES)


def test_a_baseline_that_is_not_ours_is_told_with_its_line(tmp_path: Path) -> None:
    """A misspelt name would have no effect; checking the file says so, with the nearest name."""
    file = tmp_path / "a.yml"
    file.write_text("version: 1\ntest: pytest\nbaselines: [saeg]\n")
    with pytest.raises(ConfigurationError, match=r":3: baselines: .*saeg"):
        check_file(file, offered=OFFERED, policy=Policy())
    file.write_text("version: 1\ntest: pytest\nbaselines: [sage]\n")
    assert check_file(file, offered=OFFERED, policy=Policy()).cells
