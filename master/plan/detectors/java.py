"""Java projects that Maven builds."""

import re
from collections.abc import Iterator, Mapping

from criteria.snapshot import Snapshot
from master.plan.scripts import then
from master.plan.toolchain import choose_toolchain
from master.plan.tree_text import text_at
from workers.cell import Recipe, Results

POM = "pom.xml"
GRADLE = ("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")
JDKS = {"openjdk-17-jdk-headless": 17, "openjdk-21-jdk-headless": 21}
OLDEST_TARGET = 7  # what these compilers still accept
_RELEASE = re.compile(
    r"<(?:maven\.compiler\.(?:release|source|target)|java\.version|release|source)>\s{0,20}(?:1\.)?(\d{1,2})\s{0,20}</"
)
_BUILD = "mvn --batch-mode --no-transfer-progress"
# The plug-in that runs tests looks for its parts when it runs: running no test fetches them while there is a network.
_WARM = f"{_BUILD} test -Dtest=NoSuchTest -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false"
_TEST = "mvn --batch-mode --offline --fail-at-end test"
# One file of each test class becomes one file of all.
_COLLECT = (
    "{ echo '<testsuites>'; find . -path '*/target/surefire-reports/TEST-*.xml' -print0 | sort -z"
    " | xargs -0 -r sed -e 's/<?xml[^>]*?>//'; echo '</testsuites>'; } > \"$ASSAY_RESULTS/junit.xml\""
)


class JavaDetector:
    """`mvn test` without a network, after a first run that fetched everything."""

    name = "Maven"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        text = text_at(snapshot, POM)
        if text is None:
            gradle = next((name for name in GRADLE if name in snapshot.by_path), None)
            if gradle is None:
                return None
            why = (
                f"{gradle} is there, but Debian's Gradle is too old for today's projects, and wrappers download another"
            )
            return Recipe(reasons=(f"nothing is run: {why}; write .assay.yml with the commands",))
        release = max((int(number) for number in _RELEASE.findall(text)), default=0)
        minimum = str(release) if release > OLDEST_TARGET else ""
        chosen = choose_toolchain(JDKS, minimum, f"{POM} asks for Java {release}", offered)
        if chosen.image is None:
            return Recipe(reasons=(chosen.reason,))
        tested = any("src/test/java/" in entry.path and entry.name.endswith(".java") for entry in snapshot.files())
        return Recipe(
            images=(chosen.image,),
            system=("maven", chosen.package),
            build=(_WARM,) if tested else (f"{_BUILD} compile",),
            test=(then(_TEST, _COLLECT),) if tested else (),
            results=Results(junit=("junit.xml",) if tested else ()),
            reasons=tuple(_reasons(chosen.reason, tested)),
        )


def _reasons(image: str, tested: bool) -> Iterator[str]:
    yield f"{POM} is there: the project is built with Maven; that fails where Maven's repository cannot be reached"
    if image:
        yield image
    if tested:
        yield "the tests are those that Surefire runs"
        yield "coverage is not measured for Java"
    else:
        yield "no tests found: there is no src/test/java"
