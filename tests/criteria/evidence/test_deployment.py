"""Deployment modules, and whether there is anything to deploy."""

from pathlib import Path

import pytest
from repos import snapshot_of

from criteria.deployment.model import Deployment, Module
from criteria.evidence import deployment
from criteria.model import plain, structured

MANIFEST = '[project]\nname = "star-map"\n[project.urls]\nSource = "https://github.com/example/star-map"\n'


def _collect(tmp_path: Path, files: dict[str, str | bytes]) -> Deployment:
    return deployment.collect(snapshot_of(tmp_path / "r", {"pyproject.toml": MANIFEST, **files}))


def _one(tmp_path: Path, path: str, text: str) -> Module:
    (module,) = _collect(tmp_path, {path: text}).modules
    return module


@pytest.mark.parametrize(
    ("path", "text", "kind", "from_tree", "version"),
    [
        ("Dockerfile", "FROM debian\nCOPY . /app\nRUN make\n", "container file", True, None),
        ("docker/prod.Dockerfile", "FROM a\nRUN pip install star-map==1.0\n", "container file", False, None),
        (
            "star.def",
            "Bootstrap: docker\nFrom: debian\n%post\n  pip install star-map\n",
            "Apptainer definition",
            False,
            None,
        ),
        ("compose.yaml", "services:\n  web:\n    image: example/star-map:1.2.3\n", "compose file", False, "1.2.3"),
        ("docker-compose.yml", "services:\n  web:\n    build: .\n", "compose file", True, None),
        (
            "roles/star/tasks/main.yml",
            "- name: install star-map\n  pip:\n    name: star-map\n",
            "Ansible role",
            False,
            None,
        ),
        (
            "install.yml",
            "- hosts: all\n  tasks:\n    - name: star-map\n      pip: name=star-map\n",
            "Ansible playbook",
            False,
            None,
        ),
        ("chart/Chart.yaml", "name: star-map\nversion: 0.1.0\nappVersion: '1.2'\n", "Helm chart", False, "1.2"),
        (
            "k8s/web.yml",
            "apiVersion: v1\nkind: Deployment\nspec:\n  image: h/star-map:2.0\n",
            "Kubernetes manifest",
            False,
            "2.0",
        ),
        ("deploy/main.tf", 'resource "x" "y" {\n  image = "star-map"\n}\n', "Terraform module", False, None),
        ("x.radl", "system star-map (\n)\n", "RADL document", False, None),
        (
            "tosca/a.yaml",
            "tosca_definitions_version: x\ntopology_template:\n  star-map: 1\n",
            "TOSCA template",
            False,
            None,
        ),
        (
            "package.py",
            'from spack.package import *\nclass StarMap(P):\n    version("1.3", sha256="")\n',
            "Spack recipe",
            False,
            "1.3",
        ),
        (
            "recipe/meta.yaml",
            '{% set version = "1.4" %}\npackage:\n  name: star-map\n  version: {{ version }}\n',
            "conda recipe",
            False,
            "1.4",
        ),
        ("flake.nix", '{ pname = "star-map"; x = buildPythonPackage { src = ./.; }; }\n', "Nix package", True, None),
        ("guix.scm", '(package (name "star-map") (version "1.0"))', "Guix package", False, "1.0"),
        ("star.spec", "Name: star-map\nVersion: 1.5\n%install\n", "RPM package", False, "1.5"),
        ("debian/changelog", "star-map (1.6-1) unstable; urgency=low\n", "Debian package", True, "1.6"),
        (
            "snap/snapcraft.yaml",
            "name: star-map\nversion: '1.7'\nparts:\n  a:\n    source: .\n",
            "Snap package",
            True,
            "1.7",
        ),
        ("Vagrantfile", "config.vm.provision 'pip install star-map'\n", "Vagrant machine", False, None),
    ],
)
def test_each_kind_of_module_is_read(
    tmp_path: Path, path: str, text: str, kind: str, from_tree: bool, version: str | None
) -> None:
    """What it is, whether it takes the tree, which version it names; each of these deploys the project."""
    module = _one(tmp_path, path, text)
    assert (module.kind, module.from_tree, module.version) == (kind, from_tree, version)
    assert module.own
    assert module.problem is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Dockerfile", "FROM debian\nCOPY check.sh /\nRUN apt-get install -y shellcheck\n"),
        ("install.yml", "- hosts: all\n  tasks:\n    - name: something else\n      apt: name=nginx\n"),
        ("Dockerfile", "COPY . /\n"),
        ("Dockerfile", "FROM scratch\n"),
        ("install.yml", "- hosts: star-map\n"),
    ],
)
def test_what_deploys_nothing_of_the_project_does_not_count(tmp_path: Path, path: str, text: str) -> None:
    """A filler, a tool's image, a playbook for another program."""
    data = _collect(tmp_path, {path: text})
    assert data.deploying == ()
    assert len(data.modules) == 1


@pytest.mark.parametrize("folder", [".devcontainer", "tests", "docs", "examples", ".github"])
def test_modules_for_development_are_aside(tmp_path: Path, folder: str) -> None:
    """They put the project nowhere for its users."""
    data = _collect(tmp_path, {f"{folder}/Dockerfile": "FROM a\nCOPY . /\nEXPOSE 80\n"})
    assert [one.aside for one in data.modules] == [True]
    assert (data.deploying, data.services) == ((), ())


def test_files_of_those_names_that_are_something_else_are_left_out(tmp_path: Path) -> None:
    """A settings file is no playbook, LaTeX no RPM package, a module of Python no recipe."""
    files = {
        "deploy/settings.yml": "a: 1\n", "x.spec": "a = Analysis([])\n", "package.py": "class A: pass\n",
        "meta.yaml": "title: x\n", "a.def": "EXPORTS\n", "default.nix": "1\n",
        ".github/workflows/deploy.yml": "on: push\n", "vendor/Dockerfile": "FROM a\nCOPY . /\n",
        "compose.yml": "a: b\n",
    }  # fmt: skip
    assert _collect(tmp_path, dict(files)).modules == ()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("star.service", "[Service]\nExecStart=/usr/bin/star\n"), ("etc/init.d/star", "case $1 in\n start)\n"),
        ("Procfile", "web: star\n"), ("star/wsgi.py", "application = x\n"),
        ("manage.py", "os.environ['DJANGO_SETTINGS_MODULE']\n"), ("Dockerfile", "FROM a\nCOPY . /\nEXPOSE 8080\n"),
    ],
)  # fmt: skip
def test_signs_of_a_service(tmp_path: Path, path: str, text: str) -> None:
    """Something that is started and kept running."""
    assert [sign.path for sign in _collect(tmp_path, {path: text}).services] == [path]


def test_a_short_name_counts_only_where_something_is_installed(tmp_path: Path) -> None:
    """Two letters are a word of many texts."""
    manifest = '[project]\nname = "im"\n'
    play = "- hosts: all\n  tasks:\n    - name: im Anfang\n      apt: name=nginx\n"
    read = deployment.collect(snapshot_of(tmp_path / "a", {"pyproject.toml": manifest, "install.yml": play}))
    assert read.deploying == ()
    play += "    - shell: pip install im\n"
    read = deployment.collect(snapshot_of(tmp_path / "b", {"pyproject.toml": manifest, "install.yml": play}))
    assert len(read.deploying) == 1


def test_a_repository_that_is_a_role_deploys_what_it_is_for(tmp_path: Path) -> None:
    """Without a manifest, the module in the root is the project."""
    files = {"tasks/main.yml": "- name: x\n  apt: name=nginx\n", "meta/main.yml": "galaxy_info:\n"}
    data = deployment.collect(snapshot_of(tmp_path / "r", files))
    assert [one.path for one in data.deploying] == ["tasks/main.yml"]
    assert data.manifests == ()


def test_the_evidence_comes_back_from_json_as_it_was(tmp_path: Path) -> None:
    data = _collect(tmp_path, {"Dockerfile": "FROM a\nCOPY . /\nEXPOSE 1\n"})
    assert structured(plain(data), Deployment) == data


@pytest.mark.threat("A29")
def test_more_modules_than_we_read_are_told(tmp_path: Path) -> None:
    """Nothing is said to be absent then."""
    files: dict[str, str | bytes] = {f"a{number}/Dockerfile": "FROM a\n" for number in range(deployment.MOST + 1)}
    assert _collect(tmp_path, files).truncated
