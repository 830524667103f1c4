"""`.assay.yml` is a recipe, or a list of sentences that each name the line."""

import json
from pathlib import Path

import attrs
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from master.errors import UsageError
from master.plan.assay_file import line_of, read, schema_text
from master.plan.errors import ConfigurationError
from workers.cell import Limits, Recipe, Results

FULL = """\
version: 1
matrix:
  image: [debian-12, debian-13]
  arch: arm64
  python: ["3.11", "3.10"]
  exclude:
    - {image: debian-12, python: "3.10"}
system: libgmp-dev
build:
  - python -m pip install -e .
  - |
    cd docs
    make
test: make check
results:
  junit: [reports/a.xml, $ASSAY_RESULTS/b.xml]
  coverage: coverage.json
limits:
  memory_mb: 8192
  test_minutes: 2.5
environment:
  OMP_NUM_THREADS: "1"
  yes: "is a text as a key"
"""


def problems(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as caught:
        read(text, "F")
    return caught.value.problems


def test_every_key() -> None:
    """Every key of the format reaches the recipe; a text stands for a list of one."""
    assert read(FULL, "F") == Recipe(
        images=("debian-12", "debian-13"),
        arches=("arm64",),
        pythons=("3.11", "3.10"),
        exclude=({"image": "debian-12", "python": "3.10"},),
        system=("libgmp-dev",),
        build=("python -m pip install -e .", "cd docs\nmake\n"),
        test=("make check",),
        results=Results(junit=("reports/a.xml", "b.xml"), coverage=("coverage.json",)),
        limits=Limits(memory_mb=8192, test_minutes=2.5),
        environment={"OMP_NUM_THREADS": "1", "yes": "is a text as a key"},
        origin="F",
        reasons=("F says how to build and test",),
    )


def test_a_higher_bar_changes_nothing_about_the_build() -> None:
    """What the project asks of itself is for the judge; the recipe is the same without it."""
    bar = "criteria: {fail_under: gold, required: QC.Lic02.1, limits: {QC.Sty01: {maximum_findings_per_kloc: 1.5}}}\n"
    assert read("build: make\n" + bar) == read("build: make\n")


def test_what_is_left_out() -> None:
    """A key that is left out means the default of a recipe."""
    assert attrs.evolve(read("version: 1"), origin="detected", reasons=()) == Recipe()


def test_unknown_key_names_file_line_and_nearest() -> None:
    """An unknown key is an error that names its line and the nearest key."""
    assert problems("version: 1\n\nbuld: make\n") == ("F:3: unknown key 'buld' in the file; did you mean 'build'?",)
    assert problems("version: 1\nlimits:\n  memory: 1") == (
        "F:3: unknown key 'memory' in 'limits'; did you mean 'memory_mb'?",
    )


def test_all_problems_at_once() -> None:
    """Every problem is listed, in the order of the lines, in one usage error."""
    text = "version: 1\nbuld: make\ntest: make\ntest: pytest\nsystem: 7\nlimits: {pids: 0, disk_mb: x}\n"
    found = problems(text)
    assert [problem.split(":")[1] for problem in found] == ["2", "4", "5", "6", "6"]
    with pytest.raises(UsageError) as caught:
        read(text)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("matrix:\n  python: 3.10", "F:2: 'matrix.python': '3.10' without quotes is a number"),
        ("matrix:\n  python: 3.10", "to YAML; write '3.10' in quotes"),
        ("matrix:\n  python:\n  - '3.11'\n  - 3.10", "F:4: 'matrix.python[2]': '3.10' without quotes is a number"),
        ("matrix:\n  python: '2.7'", "F:2: 'matrix.python': '2.7' is no Python version such as '3.11'"),
        ("environment:\n  A: on", "F:2: 'environment.A': 'on' without quotes is a truth value"),
        ("environment:\n  A: 2024-01-01", "F:2: '2024-01-01' is a date that we do not read"),
        ("environment:\n  PATH: /x", "F:2: environment: PATH cannot be set: Assay sets it"),
        ("environment:\n  A-B: x", "F:2: environment: 'A-B' is no name of a variable"),
        ("build:", "F:1: 'build' is empty; write a text or a list of texts or remove the key"),
        ("build: {a: b}", "F:1: 'build' must be a text or a list of texts"),
        ("matrix: [a]", "F:1: 'matrix' must be a mapping"),
        ("limits: {pids: 1.5}", "F:1: 'limits.pids' must be a whole number"),
        ("limits: {pids: true}", "F:1: 'limits.pids' must be a whole number"),
        ("system:\n- gcc\n- gcc=1", "F:3: system: 'gcc=1' is no name of a Debian package"),
        ("results:\n  junit: ../x.xml", "F:2: results.junit: '../x.xml' leaves the source tree"),
        ("results:\n  junit: 'reports/*.xml'", "F:2: results.junit: 'reports/*.xml' is a pattern; name the file"),
        ("results:\n  junit: $ASSAY_RESULTS/../x.xml", "leaves the source tree"),
        ("build: 'a\n\n  b'\ntest: \"a\\0b\"", "F:4: 'a\\x00b' holds a control character"),
        ("? [a]\n: b", "F:1: a key must be plain text"),
        ("criteria:\n  fail_under: platinum", "'criteria.fail_under' is 'platinum'; the keys here are bronze"),
        ("criteria:\n  skip: [QC.Lic01]", "F:2: unknown key 'skip' in 'criteria'"),
        ("criteria: {limits: {QC.Sty01: {maximum_x: -1}}}", "'criteria.limits.QC.Sty01.maximum_x' is -1; it must not"),
        ("criteria: {limits: {QC.Sty01: {maximum_x: few}}}", "'criteria.limits.QC.Sty01.maximum_x' must be a number"),
    ],
)  # fmt: skip
def test_sentences(text: str, sentence: str) -> None:
    """Each kind of mistake has a sentence that says where it is and what to write."""
    (problem,) = problems(f"{text}\nversion: 1")
    assert sentence in problem


def test_version_is_one_where_it_is_left_out() -> None:
    """A file may say which version of the format it has; another version is refused."""
    assert read("build: make") == read("version: 1\nbuild: make")
    assert problems("version: 2") == ("F:1: 'version' is '2'; this Assay reads version 1",)
    assert problems("") == ("F:1: the file is empty; write at least a test command, such as 'test: pytest'",)
    assert problems("- a") == ("F:1: the file must be a mapping of keys to values",)


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("version: 1\nbuild: !!python/object/apply:os.system [x]", "F:2: the tag '!!python/object/apply:os.system'"),
        ("version: 1\nbuild: &a [x]\ntest: *a", "F:3: YAML aliases (*a) are not accepted"),
        ("a: " + "[" * 5000 + "]" * 5000, "nested deeper"),
        ("version: 1\nbuild: " + "[" * 20 + "]" * 20, "F:2: nested deeper than 8 levels"),
        ("version: 1\nlimits: {pids: " + "9" * 10_000 + "}", "F:2: '9999"),
        ("version: 1\nlimits: {pids: 0x10}", "F:2: '0x10' is a number that we do not read"),
        ("version: 1\nlimits: {test_minutes: .nan}", "F:2: '.nan' is a number that we do not read"),
        ("version: 1\nbuild: " + "x" * 70_000, "F:1: the file is larger than the 64 kB we read"),
        ("version: 1\n<<: {build: x}", "F:2: unknown key '<<'"),
        ("version: 1\n---\nversion: 1", "F:2: not valid YAML"),
        (b"version: \xff", "F:1: not valid YAML"),
        ("version: 1\nbuild: \"\ud800\"", "F:1: not valid YAML"),
    ],
)  # fmt: skip
def test_hostile_yaml(text: str | bytes, sentence: str) -> None:
    """Tags, aliases, depth, huge numbers and size are refused with a sentence and a line."""
    assert any(sentence in problem for problem in problems(text)), problems(text)


@pytest.mark.threat("T23", "T25")
@pytest.mark.parametrize(
    "key",
    ["privileged", "volumes", "network", "networks", "docker", "container", "devices", "cap_add", "security_opt",
     "secrets", "entrypoint", "user", "registry", "services", "credentials", "runs-on", "pool", "trust"],
)  # fmt: skip
def test_nothing_of_the_container_can_be_named(key: str) -> None:
    """Options of a container, volumes, networks and secrets are unknown keys, wherever they stand."""
    for text in (f"version: 1\n{key}: true", f"version: 1\nmatrix: {{{key}: x}}", f"version: 1\nlimits: {{{key}: 1}}"):
        assert f"unknown key '{key}'" in problems(text)[0]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Any text is a recipe or a ConfigurationError whose sentences name the file and are one line each."""
    try:
        read(text, "F")
    except ConfigurationError as error:
        assert error.problems
        assert all(problem.startswith("F:") and "\n" not in problem for problem in error.problems)


keys = st.sampled_from(
    ["version", "matrix", "build", "test", "system", "limits", "environment", "results", "image", "x"]
)
scalars = st.sampled_from(["1", "3.10", "make", "''", "null", "true", "-", "../x", "2024-01-01"])
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(keys, inner, max_size=4).map(
            lambda data: "{" + ", ".join(f"{key}: {value}" for key, value in data.items()) + "}"
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(trees)
def test_any_shape(text: str) -> None:
    """Wrong shapes under right keys are sentences, never a crash."""
    try:
        read(text, "F")
    except ConfigurationError as error:
        assert error.problems


def test_many_problems_are_cut() -> None:
    """A file of nothing but mistakes gives a list that can be read."""
    text = "version: 1\n" + "".join(f"k{number}: 1\n" for number in range(500))
    assert len(problems(text)) == 51
    assert problems(text)[-1] == "F: 450 more problems are not listed"


def test_line_of() -> None:
    """The line of a key, or of the nearest part above it, can be asked for later."""
    assert line_of(FULL, "F", ("matrix", "exclude", 0)) == 7
    assert line_of(FULL, "F", ("matrix", "exclude", 3)) == 6
    assert line_of(FULL, "F", ("nothing",)) == 1


def test_schema() -> None:
    """The schema is one, describes every key, and says what the reader says."""
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    described(schema["properties"])
    assert set(schema["properties"]["limits"]["properties"]) == {field.name for field in attrs.fields(Limits)}
    for name, said in schema["properties"]["limits"]["properties"].items():
        assert said["default"] == getattr(Limits(), name)
    assert schema["properties"]["matrix"]["properties"]["image"]["default"] == Recipe().images[0]


def described(properties: dict[str, dict[str, object]]) -> None:
    for name, said in properties.items():
        assert str(said.get("description", "")).endswith("."), name
        inner = said.get("properties") or {}
        assert isinstance(inner, dict)
        described(inner)


def test_schema_is_shipped() -> None:
    """The schema lies beside the module, so that it is part of the wheel."""
    assert (Path(schema_text.__code__.co_filename).parent / "assay-file-1.schema.json").is_file()
