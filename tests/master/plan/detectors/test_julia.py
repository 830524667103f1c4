"""Julia: recognised, and not run."""

from pathlib import Path

from repos import snapshot_of

from master.plan.detectors.julia import JuliaDetector


def test_package(tmp_path: Path) -> None:
    """The reasons say what is there, why nothing is run, and what to do."""
    files = {"Project.toml": 'name="X"\nuuid="1"\n', "test/runtests.jl": ""}
    found = JuliaDetector().detect(snapshot_of(tmp_path, files), {})
    assert found is not None
    assert found.build == found.test == ()
    assert "test/runtests.jl" in found.reasons[0]
    assert "write .assay.yml" in found.reasons[1]


def test_others(tmp_path: Path) -> None:
    """A Project.toml of something else is not taken for Julia's."""
    for number, text in enumerate(("[", "x=1", "[deps]\nA=1\n")):
        assert JuliaDetector().detect(snapshot_of(tmp_path / str(number), {"Project.toml": text}), {}) is None
