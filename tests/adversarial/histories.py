"""A16-A20 and A32: tags that mislead, histories that are none, forks, score shopping, dependencies, missing network."""

from collections.abc import Callable
from pathlib import Path

import attrs
import pygit2
from evidence_of import FETCHED
from repos import commit_tree, snapshot_of

from adversarial.rows import PASS, Expect, Row, fails, holds, unknown
from adversarial.sound import DAY, FILES, MANIFEST, START, changed, history, tagged
from criteria.model import Level, Strength
from criteria.snapshot import Snapshot

_VER = "QC.Ver01"


def _tags(*names: str, **files: str) -> Callable[[Path], Snapshot]:
    """The sound project whose last commit has these tags and no others."""

    def build(path: Path) -> Snapshot:
        change = {name.replace("_", "."): text for name, text in files.items()}
        return snapshot_of(path, changed(change), time=history(path), tags=names)

    return build


def _off_branch(path: Path) -> Snapshot:
    """The release is tagged on a commit that no branch holds."""
    time = history(path)
    head = commit_tree(path, FILES, time=time)
    other = commit_tree(path, {"a": "b"}, time=time + DAY)
    tagged(path, "v9.0.0", other)
    return Snapshot(path, head)


def _moved(path: Path) -> Snapshot:
    """The newest tag stands on an old commit, and one version is tagged twice."""
    time = history(path)
    old = commit_tree(path, {**FILES, "a": "1"}, time=time)
    head = commit_tree(path, FILES, time=time + DAY)
    for name, commit in (("v1.1.0", head), ("1.1.0", old), ("v1.1.1", old), ("v1.2.0", old)):
        tagged(path, name, commit)
    return Snapshot(path, head)


def _of_a_blob(path: Path) -> Snapshot:
    """Tags of a file and of a folder."""
    head = snapshot_of(path, FILES, time=history(path))
    repo = pygit2.Repository(str(path))
    repo.references.create("refs/tags/v3.0.0", repo.create_blob(b"no commit"))
    repo.references.create("refs/tags/v4.0.0", repo[head.commit].tree.id)
    return head


TAGS = (
    Row("A16", "No tag at all: nothing is true of all of none.", {_VER: fails("no release is tagged")}, build=_tags(),
        refused=Level.SILVER),
    Row("A16", "Tags that name no version.", {_VER: fails("no tag names a version")},
        build=_tags("latest", "stable", "final-final", "v"), refused=Level.SILVER),
    Row("A16", "The release is not on the history of the commit.", {_VER: fails("elsewhere")}, build=_off_branch,
        refused=Level.SILVER),
    Row("A16", "Tags were moved: one version on two commits, a newer one on an older commit.",
        {_VER: holds("tagged on more than one commit", "older than")}, build=_moved),
    Row("A16", "A thousand tags.", {_VER: holds("v1.999.0")}, build=_tags(*(f"v1.{n}.0" for n in range(1000)))),
    Row("A16", "Tags of a file, of a folder: no commit was released.", {_VER: fails()}, build=_of_a_blob),
    Row("A16 F19", "A leading v is no fault.", {_VER: holds("v1.2.0")}, build=_tags("v1.2.0")),
    Row("A16", "Calendar versions that no document names.", {_VER: fails("no document names")}, build=_tags("2024.05"),
        refused=Level.SILVER),
    Row("A16", "Calendar versions that a document names.", {_VER: holds("calendar versioning")},
        build=_tags("2024.05", CONTRIBUTING_md=f"{FILES['CONTRIBUTING.md']!s}\nVersions follow CalVer.\n")),
    Row("A16", "Numbers that overflow, and a version that is longer than any name.", {_VER: fails()},
        build=_tags("v" + "9" * 200 + ".0.0", "1." * 45 + "x")),
    Row("A16", "A release of a part is none of the whole.", {_VER: holds("v1.0.0")}, build=_tags("v1.0.0",
        "plugin-9.0.0")),
)  # fmt: skip


def _squashed(path: Path) -> Snapshot:
    return snapshot_of(path, FILES, tags=("v1.2.0",), time=START)


def _dated(path: Path) -> Snapshot:
    """Twenty commits within one second that claim forty years, by authors that never were."""
    for number in range(20):
        people = (f"Person {number}", f"p{number}@example.org")
        commit_tree(path, {"a": str(number)}, time=number * 2 * 365 * DAY, author=people)
    return snapshot_of(path, FILES, time=START + 10 * DAY, tags=("v1.2.0",))


def _robots(path: Path) -> Snapshot:
    """A program made every change but the first."""
    commit_tree(path, {"a": "1"}, time=START - 99 * DAY)
    for number in range(15):
        commit_tree(
            path, {"a": str(number)}, time=START + number * DAY, author=("renovate[bot]", "bot@renovateapp.com")
        )
    return snapshot_of(path, FILES, time=START + 20 * DAY, tags=("v1.2.0",), author=("renovate[bot]", "b@r.com"))


HISTORIES = (
    Row("A17", "The whole history is one commit.", {"QC.Acc02": fails("single commit")}, build=_squashed,
        refused=Level.BRONZE),
    Row("A17", "Dates from before git, in a row of years.", {"QC.Acc02": holds("dated before 1985")}, build=_dated),
    Row("A17", "Dates of the future behind the commit.", {"QC.Acc02": holds("after the assessed commit")},
        build=lambda path: _future(path)),
    Row("A17", "A program made the changes: they show no practice of people.",
        {"QC.Wor02": unknown("1 change by a person")}, build=_robots),
    Row("A17", "Busy commits of last week prove no activity without a dated capture.",
        {"project_is_active": unknown("dated capture")}, baseline="everse-indicators"),
    Row("A17", "An archive has no history, and nobody holds that against it.", {"QC.Acc02": unknown("archive")},
        retrieval=attrs.evolve(FETCHED, how="archive", versioned=False)),
)  # fmt: skip


def _future(path: Path) -> Snapshot:
    commit_tree(path, {"a": "1"}, time=START + 4000 * DAY)
    return snapshot_of(path, FILES, time=START, tags=("v1.2.0",))


_FORK = attrs.evolve(FETCHED, location="https://github.com/mallory/star-map")
FORKS = (
    Row("A18", "A fork carries the metadata of its origin: they describe another place.",
        {"QC.Met01": Expect(PASS, ("github.com/example/star-map", "github.com/mallory/star-map"), Strength.E2)},
        retrieval=_FORK, refused=Level.SILVER),
    Row("A18", "An upload under another name.", {"QC.Met01": Expect(PASS, below=Strength.E3)},
        retrieval=attrs.evolve(FETCHED, location="https://gitlab.com/mallory/constellations"), refused=Level.SILVER),
)  # fmt: skip

_SHOP = {
    ".assay.yml": "version: 1\nlimits:\n  QC.Uni01: {minimum_coverage: 0.0}\nskip: [QC.Lic01]\nbaseline: easy-1\n",
    ".sqa/config.yml": "config:\n  project_repos: {}\nsqa_criteria: {}\n",
    ".sqa/waivers.yml": "waivers:\n  - {rule: QC.Lic01, reason: none, expires: 2099-01-01}\n",
    ".howfairis.yml": "skip_license_checks_reason: ''\nskip_citation_checks_reason: ''\n",
    ".scorecard.yml": "annotations: [{checks: [license], reasons: [{reason: not-applicable}]}]\n",
    "baselines/eosc-software-4.1.yaml": "id: eosc-software-4.1\nlevels: {}\ncriteria: {}\n",
}
SHOPPING = (
    Row("A19 F7", "Files of the tree switch off checks, lower limits and name another rule set.",
        {"QC.Lic01": fails(), "QC.Met01": fails()}, {**_SHOP, "LICENSE": None, "CITATION.cff": None},
        refused=Level.BRONZE),
    Row("A19 F7", "A reason for skipping turns no check green.", {"QC.Lic01": fails()},
        {".howfairis.yml": "skip_license_checks_reason: 'not needed'\n", "LICENSE": ""}),
    Row("A19 L5 F16", "What is unknown stays in the sum: no level without tests that ran.",
        {"QC.Uni01@devel": unknown("no cell"), "QC.Sec02": unknown("out")},
         missing={"security": "the analyser was out"},
        cells=(), refused=Level.GOLD),
)  # fmt: skip


def _depends(*names: str, **files: str) -> dict[str, str | bytes | None]:
    listed = ", ".join(f'"{name}"' for name in names)
    return {"pyproject.toml": MANIFEST.replace("dependencies = []", f"dependencies = [{listed}]"),
            **{name.replace("_", "."): text for name, text in files.items()}}  # fmt: skip


_LOCK = 'version = 1\n\n[[package]]\nname = "numpy"\nversion = "1.0.0"\nsource = { registry = "https://index.example/simple" }\n'
_EVERSE = "everse-indicators"
DEPENDENCIES = (
    Row("A20", "A name one letter away from a known one.", {"dependency_management": Expect(PASS, ("one letter away",
        ))},
        _depends("nunpy>=1.20"), baseline=_EVERSE),
    Row("A20", "No dependency has a version.", {"dependency_management": fails("0 exact or bounded")},
        _depends("numpy", "scipy", "astropy"), baseline=_EVERSE),
    Row("A20", "The lock holds another version than the manifest allows.",
        {"dependency_management": fails("do not agree")}, _depends("numpy>=2.0", uv_lock=_LOCK), baseline=_EVERSE),
    Row("A20", "The lock does not hold what the manifest asks for.", {"dependency_management": fails("does not lock")},
        _depends("numpy>=1.0", "scipy>=1.0", uv_lock=_LOCK), baseline=_EVERSE),
    Row("A20 F14", "Actions by tags and images by latest.", {"Pinned-Dependencies": fails("taken at")},
        {".github/workflows/x.yml": "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: a/b@v1\n      - uses: c/d@main\n",
         "Dockerfile": "FROM python:latest\n"}, baseline="openssf-scorecard-5"),
    Row("A20 A23", "A lock that nobody can read locks nothing.", {"dependency_management": fails()},
        _depends("numpy", "scipy", poetry_lock="[[" * 5000), baseline=_EVERSE),
    Row("A20 F12", "A security policy of numbers and magic words.", {"QC.Sec01": fails("policy")},
        {"SECURITY.md": "disclos vuln 42 https://example.org a@example.org\n"}),
)  # fmt: skip

NETWORK = (
    Row("A32 F19", "The host did not answer: nobody knows whether the source is public.",
        {"QC.Acc01": unknown("timed out")},
        retrieval=attrs.evolve(FETCHED, how="checkout", anonymous=None, reason="the host timed out"),
        refused=Level.BRONZE),
    Row("A32 F19", "A limit of the forge cost the answers that it has.",
        {"QC.Wor01.1": unknown("rate limit"), "QC.Rev01.2": unknown("rate limit"), "QC.Man01.1": unknown("rate limit")},
        missing={"forge": "the rate limit of the forge was reached; try again at 12:00"}),
    Row("A32 F16", "A kind of evidence that broke off is unknown, and the rest goes on.",
        {"QC.Sec02": unknown("the analyser was out"), "QC.Sty01": holds(), "QC.Lic01": holds()},
        missing={"security": "the analyser was out"}, refused=Level.GOLD),
    Row("A32 A33", "Public between runs, and now private.", {"QC.Acc01": fails("not public"), "QC.Lic01": holds()},
        retrieval=attrs.evolve(FETCHED, anonymous=False, reason="the host asks for a login"), refused=Level.BRONZE),
)  # fmt: skip

ROWS = (*TAGS, *HISTORIES, *FORKS, *SHOPPING, *DEPENDENCIES, *NETWORK)
