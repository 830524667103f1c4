"""A21-A23, A25, A26, A29, A33: names, objects and sizes that no well-behaved project has."""

from collections.abc import Callable
from pathlib import Path

import pygit2
from pygit2.enums import ObjectType
from repos import commit_tree, snapshot_of

from adversarial.rows import NONE, OPEN, Expect, Row, fails, holds, unknown
from adversarial.sound import CITATION, DAY, FILES, MANIFEST, README, START, WORKFLOW, history, sound, tagged
from criteria.model import Level
from criteria.snapshot import SYMLINK, Snapshot

Build = Callable[[Path], Snapshot]
_BAD = "import subprocess\n\n\ndef run(name: str) -> None:\n    subprocess.Popen(name, shell=True)\n"
_SECURE = {"QC.Sec02": holds(), "QC.Lic01": holds(), "QC.Doc06.1": holds(), "QC.Acc02": holds()}
_FOUND = {"QC.Sec02": fails("1 finding"), "QC.Lic01": holds(), "QC.Doc06.1": holds()}


def _with_names(
    *names: bytes, content: bytes = _BAD.encode(), mode: bytes = b"100644", target: str | None = None
) -> Build:
    """The sound project with entries of any bytes in its root, written as git would never write them."""

    def build(path: Path) -> Snapshot:
        sound(path)
        repo = pygit2.Repository(str(path))
        head = repo.revparse_single("HEAD").peel(pygit2.Commit)
        raw = pygit2.Oid(hex=target).raw if target else repo.create_blob(content).raw
        rows = [repo.odb.read(head.tree_id)[1], *(mode + b" " + name + b"\0" + raw for name in names)]
        tree = repo.odb.write(ObjectType.TREE, b"".join(rows))
        who = pygit2.Signature("Ada", "ada@star-map.io", START + 99 * DAY, 0)
        return Snapshot(path, str(repo.create_commit("HEAD", who, who, "Odd names", tree, [head.id])))

    return build


NAMES = (
    *(
        Row("A21", f"Code with a shell in a file called {name!r}.", _FOUND, build=_with_names(name), refused=Level.GOLD)
        for name in (b"a\nb.py", b"-rf.py", b"--config=x.py", b"@args.py", b"\x1b[2J\x07.py", b"\xff\xfe\x80.py",
                     b"%s%n.py", b"a b;$(id)`id`|&.py", "\u202egpj.py".encode(), b"*.py", b"C:\\x\\y.py", b"'\".py",
                     b"q" * 240 + b".py", b"~root.py", b" .py", "cafe\u0301.py".encode())
    ),
    Row("A21", "Names that differ in case only, each with a shell.", {"QC.Sec02": fails("2 finding"),
        "QC.Lic01": holds()},
        build=_with_names(b"Sky.PY", b"SKY.py")),
    Row("A21", "Look-alikes of .git and of the parent folder.", _SECURE,
        build=_with_names(b".git", b".GIT", b"..", b".", b"git~1", ".g\u200bit".encode(), content=b"[core]\n")),
    Row("A21", "Names with a slash in one entry.", _SECURE, build=_with_names(b"../../etc/passwd", b"a/b",
        content=b"x\n")),
    Row("A21", "The same name twice: no crash, and no licence is lost.", {"QC.Doc06.1": holds(), "QC.Sec02": holds()},
        build=_with_names(b"LICENSE", b"README.md", content=README.encode())),
    Row("A21", "A name of ten thousand bytes.", _SECURE, build=_with_names(b"n" * 10_000, content=b"x\n")),
    Row("A21", "Documents under odd names do not stand in for the true ones.", {"QC.Doc06.1": fails(),
        "QC.Lic01": fails()},
        {"README.md": None, "LICENSE": None, "\u202eREADME.md": README, "README\u200b.md": README,
         " LICENSE": FILES["LICENSE"],
         "docs/index.md": None},
        refused=Level.BRONZE),
)  # fmt: skip


def _without_object(*paths: str) -> Build:
    """The sound project, and the objects of these paths are gone."""

    def build(path: Path) -> Snapshot:
        snapshot = sound(path)
        tree = pygit2.Repository(str(path))[snapshot.commit].tree
        for name in paths:
            id_ = str(tree[name].id)
            (path / "objects" / id_[:2] / id_[2:]).unlink()
        return Snapshot(path, snapshot.commit)

    return build


def _without_parent(path: Path) -> Snapshot:
    snapshot = sound(path)
    parent = str(pygit2.Repository(str(path))[snapshot.commit].parent_ids[0])
    (path / "objects" / parent[:2] / parent[2:]).unlink()
    return Snapshot(path, snapshot.commit)


def _damaged(path: Path) -> Snapshot:
    snapshot = sound(path)
    id_ = str(pygit2.Repository(str(path))[snapshot.commit].tree["star_map/sky.py"].id)
    place = path / "objects" / id_[:2] / id_[2:]
    place.chmod(0o644)
    place.write_bytes(b"no zlib at all")
    return Snapshot(path, snapshot.commit)


def _forged_history(path: Path) -> Snapshot:
    """One commit; a graft and a replacement give it a long past."""
    head = commit_tree(path, FILES, time=START + 99 * DAY, tags=("v1.2.0",))
    repo = pygit2.Repository(str(path))
    who = pygit2.Signature("Ada", "ada@star-map.io", START, 0)
    parents: list[pygit2.Oid] = []
    for number in range(30):
        tree = repo[head].tree_id
        parents = [repo.create_commit(None, who, who, f"Past {number}", tree, parents)]
    (path / "info").mkdir(exist_ok=True)
    (path / "info/grafts").write_text(f"{head} {parents[0]}\n")
    richer = repo.create_commit(None, who, who, "The release", repo[head].tree_id, parents)
    repo.references.create(f"refs/replace/{head}", richer)
    return Snapshot(path, head)


def _replaced_blob(path: Path) -> Snapshot:
    """LICENSE is empty; a replacement shows the text instead."""
    snapshot = sound(path, {"LICENSE": ""})
    repo = pygit2.Repository(str(path))
    repo.references.create(
        f"refs/replace/{snapshot.by_path['LICENSE'].id}", repo.create_blob(FILES["LICENSE"].encode())
    )  # type: ignore[union-attr]
    return Snapshot(path, snapshot.commit)


def _shallow(path: Path) -> Snapshot:
    snapshot = sound(path)
    (path / "shallow").write_text(snapshot.commit + "\n")
    return Snapshot(path, snapshot.commit)


_POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12345\n"
_MODULES = (
    '[submodule "a"]\n\tpath = a\n\turl = ext::sh -c touch% /tmp/pwned\n[submodule "b"]\n\tpath = b\n\turl = file:///etc\n'
    '[submodule "c"]\n\tpath = ../../c\n\turl = -u./x\n\tupdate = !touch /tmp/pwned\n'
)
OBJECTS = (
    Row("A22", "Links in a ring, to themselves, and to a folder.", _SECURE,
        {"a": "b", "b": "a", "c": "c", "d": "star_map", "star_map/up": ".."}, dict.fromkeys(("a", "b", "c", "d",
         "star_map/up"), SYMLINK)),
    Row("A22", "Submodules by commands, by files, and of commits that are not there.", _SECURE,
        {".gitmodules": _MODULES}, build=_with_names(b"sub", mode=b"160000", target="1" * 40)),
    Row("A22", "Settings of submodules that run commands.", _SECURE, {".gitmodules": _MODULES}),
    Row("A22", "README and LICENSE are pointers of a store of large files.",
        {"QC.Doc06.1": fails("LFS pointer"), "QC.Lic01": fails("points elsewhere")},
        {"README.md": _POINTER, "LICENSE": _POINTER}, refused=Level.BRONZE),
    Row("A22", "The code is a pointer: it was not examined.", {"QC.Sec02": Expect(OPEN), "QC.Sty01": Expect(OPEN)},
        {"star_map/sky.py": _POINTER}, refused=Level.GOLD),
    Row("A22", "The history is cut off.", {"QC.Acc02": unknown("shallow"), "QC.Lic01": holds(), "QC.Sec02": holds()},
        build=_shallow, refused=Level.BRONZE),
    Row("A22", "A parent is missing.", {"QC.Acc02": Expect(OPEN), "QC.Lic01": holds(), "QC.Sec02": holds()},
        build=_without_parent, alone=True, refused=Level.BRONZE),
    Row("A22", "The object of the code is missing: the licence can be judged all the same.",
        {"QC.Sec02": unknown("missing"), "QC.Doc06.1": holds(), "QC.Acc02": holds()},
        build=_without_object("star_map/sky.py"), alone=True, refused=Level.GOLD),
    Row("A22", "The object of the licence is missing.", {"QC.Lic01": unknown("missing"), "QC.Acc02": holds()},
        build=_without_object("LICENSE"), alone=True, refused=Level.BRONZE),
    Row("A22", "A folder is missing: what can be known of the commit itself is judged.",
        {"QC.Sec02": unknown("missing"), "QC.Lic01": unknown("missing"), "QC.Acc01": holds()},
        build=_without_object("docs"), alone=True, refused=Level.BRONZE),
    Row("A22", "The object of the code is damaged.", {"QC.Sec02": Expect(OPEN), "QC.Acc02": holds()}, build=_damaged,
        alone=True, refused=Level.GOLD),
    Row("A22", "A graft and a replacement give one commit a past: the graft is told, the replacement not followed.",
        {"QC.Acc02": unknown("grafts")},
        build=_forged_history, refused=Level.BRONZE),
    Row("A22", "A replacement shows a licence where there is none.", {"QC.Lic01": fails()}, build=_replaced_blob,
        refused=Level.BRONZE),
)  # fmt: skip

_ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><project><version>&b;</version></project>'
_DEEP = "[" * 100_000
_CI = ".github/workflows/checks.yml"
_ALL_KINDS = {
    "package.json": _DEEP, "codemeta.json": _DEEP, ".zenodo.json": _DEEP, "composer.json": _DEEP, "pom.xml": _ENTITIES,
    "Project.toml": "a = " + _DEEP, "Cargo.toml": "a = " + _DEEP, "fpm.toml": "a = " + _DEEP,
    "environment.yml": _ALIASES,
    "docs/mkdocs.yml": _ALIASES, "mkdocs.yml": _ALIASES, ".readthedocs.yaml": _ALIASES, ".travis.yml": _ALIASES,
    ".gitlab-ci.yml": _ALIASES, "appveyor.yml": _ALIASES, ".circleci/config.yml": _ALIASES,
    "azure-pipelines.yml": _ALIASES,
    ".pre-commit-config.yaml": _ALIASES, ".github/dependabot.yml": _ALIASES, ".github/ISSUE_TEMPLATE/bug.yml": _ALIASES,
    "docker-compose.yml": _ALIASES, "Chart.yaml": _ALIASES, "playbook.yml": _ALIASES, "ruff.toml": "a = " + _DEEP,
    "setup.cfg": "[metadata]\n" + "x = " + "%(x)s" * 999 + "\n", "tox.ini": "[" * 9999, "poetry.lock": "[[" * 9999,
    "yarn.lock": '"' * 9999, "package-lock.json": _DEEP, "Pipfile": "[" * 9999, "go.mod": "require (" * 9999,
    "notebook.ipynb": _DEEP, "docs/x.svg": _ENTITIES, "coverage.xml": _ENTITIES, "Jenkinsfile": "{" * 50_000,
    "Makefile": "$(" * 50_000, "CMakeLists.txt": "(" * 50_000, "configure.ac": "[" * 50_000,
    "meson.build": "(" * 50_000,
    "DESCRIPTION": "Package: x\nLicense: " + "(" * 9999, "requirements.txt": "a[" * 9999, ".mailmap": "<" * 99_999,
    "fortitude.toml": "a = " + _DEEP, ".gitmodules": "[" * 50_000, ".gitattributes": "[" * 50_000,
    "ro-crate-metadata.json": _DEEP,
}  # fmt: skip
BOMBS = (
    Row("A23", "Aliases that would grow to billions in CITATION.cff.", {"QC.Met01": fails("aliases"),
        "QC.Lic01": holds()},
        {"CITATION.cff": CITATION + _ALIASES}, refused=Level.SILVER),
    Row("A23", "Aliases in the configuration of checks.", {"QC.Sty04": unknown("aliases"), "QC.Uni04": unknown()},
        {_CI: _ALIASES + WORKFLOW}),
    Row("A23", "Deep JSON, deep TOML, aliases and entities in every file that is parsed.",
        {"QC.Lic01": holds(), "QC.Doc06.1": holds(), "QC.Acc02": holds(), "QC.Sec02": holds()}, _ALL_KINDS),
    Row("A23", "A manifest of a hundred thousand brackets.", {"QC.Lic01": holds(), "QC.Doc06.1": holds()},
        {"pyproject.toml": "a = " + _DEEP}),
    Row("A23", "Numbers of a million digits in JSON, TOML and YAML.", {"QC.Lic01": holds(),
        "QC.Met01": Expect(fails().outcome)},
        {"codemeta.json": '{"version": ' + "9" * 900_000 + "}", "Cargo.toml": "a = " + "9" * 900_000,
         "CITATION.cff": CITATION.replace("version: 1.2.0\ndate", "version: " + "9" * 900_000 + "\ndate")}),
    Row("A23", "A date of the year nought and a float that is no number.", {"QC.Lic01": holds()},
        {"pyproject.toml": MANIFEST + "\n[tool.x]\na = nan\nb = inf\nc = 9999-12-31T23:59:60Z\n",
         "CITATION.cff": CITATION.replace("2023-11-10", "0000-00-00")}),
)  # fmt: skip

_HOOKS = {
    ".gitattributes": "* filter=evil diff=evil merge=evil text=auto working-tree-encoding=UTF-16\n",
    ".gitconfig": "[core]\n\tfsmonitor = touch pwned\n\thooksPath = hooks\n[filter \"evil\"]\n\tclean = touch pwned\n",
    "hooks/post-checkout": "#!/bin/sh\ntouch pwned\n", ".githooks/pre-commit": "#!/bin/sh\ntouch pwned\n",
}  # fmt: skip
CONFIGURED = (
    Row("A25", "Attributes, hooks and a configuration in the tree are only files.", _SECURE, _HOOKS),
    Row("A26", "Files that run when a tool touches them are read and not run.", {"QC.Lic01": holds(),
        "QC.Doc06.1": holds()},
        {"setup.py": "raise SystemExit('run')\n", "conftest.py": "raise SystemExit\n",
         "noxfile.py": "raise SystemExit\n",
         "docs/conf.py": "raise SystemExit('conf')\n", "sitecustomize.py": "raise SystemExit\n",
         "Makefile": "all: $(shell touch pwned)\n", ".pylintrc": "[MAIN]\ninit-hook=raise SystemExit\n"}),
)  # fmt: skip


def _empty(path: Path) -> Snapshot:
    return snapshot_of(path, {}, time=history(path))


def _detached(path: Path) -> Snapshot:
    """HEAD names a commit, there is no branch at all."""
    snapshot = sound(path)
    repo = pygit2.Repository(str(path))
    repo.set_head(pygit2.Oid(hex=snapshot.commit))
    for name in list(repo.branches.local):
        repo.references.delete(f"refs/heads/{name}")
    return Snapshot(path, snapshot.commit)


def _dangling(path: Path) -> Snapshot:
    """HEAD names a branch that is not there."""
    snapshot = sound(path)
    (path / "HEAD").write_text("ref: refs/heads/gone\n")
    return Snapshot(path, snapshot.commit)


def _loose_ends(path: Path) -> Snapshot:
    """References that lead nowhere, to one another, and with odd names."""
    snapshot = sound(path)
    (path / "refs/tags/v9.9.9").write_text("0" * 40 + "\n")
    (path / "refs/tags/v8.8.8").write_text("ref: refs/tags/v8.8.8\n")
    (path / "refs/heads/x").write_text("f" * 40 + "\n")
    (path / "refs/heads/y").write_bytes(b"\0\xff")
    tagged(path, "v1.2.1", snapshot.commit)
    return Snapshot(path, snapshot.commit)


EMPTY = (
    Row("A33 L2", "A commit without any file: nothing that could be judged, and no level by default.",
        {"QC.Doc06.1": fails("no README"), "QC.Sec02": Expect(NONE), "QC.Lic01": Expect(NONE)}, build=_empty,
        refused=Level.BRONZE),
    Row("A33", "No branch, and HEAD on a commit.", {"QC.Lic01": holds(), "QC.Acc02": holds()},
        build=_detached),
    Row("A33", "HEAD names a branch that is not there.", {"QC.Lic01": holds(), "QC.Acc02": holds()}, build=_dangling),
    Row("A33 A22", "References that lead nowhere or in a ring.", {"QC.Lic01": holds(), "QC.Acc02": holds()},
        build=_loose_ends),
)  # fmt: skip

_MANY = "".join(f"import os{n}\nx=[ 1,2 ]\nif x==None : pass\n" for n in range(3_000))
SIZES = (
    Row("A29", "Nine thousand findings in one file: the true number is told.", {"QC.Sty01": fails("too many findings")},
        {"star_map/many.py": _MANY}, refused=Level.GOLD),
    Row("A29", "A file larger than is read is not examined.", {"QC.Sec02": Expect(OPEN), "QC.Lic01": holds()},
        {"star_map/huge.py": b"x = 1\n" * 2_900_000}, refused=Level.GOLD),
    Row("A29", "A README larger than is read costs nothing but itself.",
        {"QC.Doc06.1": fails("larger than 16 MiB"), "QC.Doc06.2": holds(), "QC.Acc02": holds(), "QC.Ver01": holds()},
        {"README.md": README + "star-map maps. " * 1_200_000}, refused=Level.BRONZE),
)  # fmt: skip

ROWS = (*NAMES, *OBJECTS, *BOMBS, *CONFIGURED, *EMPTY, *SIZES)
