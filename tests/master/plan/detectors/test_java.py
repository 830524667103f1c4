"""Maven: what Surefire tells of each class becomes one report."""

import subprocess
from pathlib import Path

from repos import snapshot_of

from master.plan.detectors.java import JavaDetector
from workers.cell import Recipe

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}
TEST = {"src/test/java/ATest.java": ""}


def recipe(tmp_path: Path, files: dict[str, str]) -> Recipe:
    found = JavaDetector().detect(snapshot_of(tmp_path, files), OFFERED)
    assert found is not None
    return found


def test_project(tmp_path: Path) -> None:
    """A first run that tests nothing fetches everything; the tests are offline."""
    found = recipe(tmp_path, {"pom.xml": "<maven.compiler.source>1.8</maven.compiler.source>", **TEST})
    assert "-Dtest=NoSuchTest" in found.build[0]
    assert "mvn --batch-mode --offline --fail-at-end test ||" in found.test[0]
    assert found.system == ("maven", "openjdk-17-jdk-headless")
    assert recipe(tmp_path / "b", {"pom.xml": "<project/>"}).test == ()


def test_release(tmp_path: Path) -> None:
    """The compiler is new enough for the release that is asked for, or nothing is run."""
    newer = recipe(tmp_path / "a", {"pom.xml": "<java.version>21</java.version>", **TEST})
    assert (newer.images, newer.system) == (("debian-13",), ("maven", "openjdk-21-jdk-headless"))
    assert recipe(tmp_path / "b", {"pom.xml": "<release>99</release>", **TEST}).build == ()


def test_gradle(tmp_path: Path) -> None:
    """Gradle is recognised and not run, with the reason."""
    assert "nothing is run: build.gradle" in recipe(tmp_path, {"build.gradle": ""}).reasons[0]


def test_reports(tmp_path: Path) -> None:
    """All files of Surefire, of every module, are one report; the command ends as Maven did."""
    for number, name in enumerate(("a/target", "b c/target"), 1):
        folder = tmp_path / name / "surefire-reports"
        folder.mkdir(parents=True)
        suite = f'<testsuite name="s"><testcase classname="T{number}" name="x"/></testsuite>'
        (folder / f"TEST-T{number}.xml").write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{suite}\n')
    (command,) = recipe(tmp_path / "repo", {"pom.xml": "", **TEST}).test
    environment = {"ASSAY_RESULTS": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    command = command.replace("mvn --batch-mode --offline --fail-at-end test", "(exit 7)")
    assert subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=tmp_path, env=environment).returncode == 7
    text = (tmp_path / "junit.xml").read_text()
    assert text.count("<testcase") == 2
    assert "<?xml" not in text
