"""A small project, and changes to it that break it and try to look green: one attack per value of a free axis."""

from collections.abc import Mapping

RECIPE = """
matrix:
  axes: {attack: [ATTACKS]}
system: [python3-pytest]
limits: {memory_mb: 512, disk_mb: 128}
environment: {PYTHONPATH: .}
build: 'site=$(/usr/bin/python3 -m site --user-site) && mkdir -p "$site" && cp -r site/. "$site"'
test: /usr/bin/python3 -m pytest
"""
TESTS = """
from sums import add

def test_add():
    assert add(2, 3) == 5

def test_nothing():
    assert add(0, 0) == 0
"""
SOUND = "def add(a, b):\n    return a + b\n"
BROKEN = "def add(a, b):\n    return a - b\n"
BASE = {"sums.py": SOUND, "tests/test_sums.py": TESTS, "site/README": "Copied beside the packages.\n"}

# Without the word that a search for such hooks would find.
_HOOK = """
import os, pytest

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if os.environ["ASSAY_AXIS_ATTACK"] == ATTACK and report.failed:
        setattr(report, "out" + "come", "passed")
        report.longrepr = None
"""
_PLUGINS = """
import os
if os.environ.get("ASSAY_AXIS_ATTACK") == ATTACK:
    os.environ["PYTEST_PLUGINS"] = "startup_plugin"
"""
_PATCH = """
import os
if os.environ.get("ASSAY_AXIS_ATTACK") == ATTACK:
    import _pytest.reports as reports
    made = reports.TestReport.from_item_and_call.__func__
    def forged(kind, item, call):
        report = made(kind, item, call)
        setattr(report, "out" + "come", "passed")
        report.longrepr = None
        return report
    reports.TestReport.from_item_and_call = classmethod(forged)
"""
_CONFTEST = """
def pytest_collection_modifyitems(config, items):
    attack = os.environ["ASSAY_AXIS_ATTACK"]
    if attack == "deselect":
        items[:] = [item for item in items if item.name != "test_add"]
    elif attack == "deselect_all":
        items[:] = []
    elif attack == "skip":
        for item in items:
            item.add_marker(pytest.mark.skipif(item.name == "test_add", reason="later"))
"""


def _for(attack: str, text: str) -> str:
    return text.replace("== ATTACK", f"== {attack!r}")


# Each is a file of the harness, so the tests are run once more with that of the base.
HARNESS: Mapping[str, str] = {
    "sums.py": BROKEN,
    "conftest.py": _for("hook", _HOOK) + _CONFTEST,
    "sitecustomize.py": _for("sitecustomize", _PATCH),
    "site/early.pth": "import startup_of_pth\n",
    "startup_of_pth.py": _for("pth", _PLUGINS),
    "startup_plugin.py": _for("pth", _HOOK),
    "pytest.ini": "[pytest]\naddopts = -p named_plugin\n",
    "named_plugin.py": _for("plugin", _HOOK),
    "extra-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: extra\nVersion: 1\n",
    "extra-1.dist-info/entry_points.txt": "[pytest11]\nextra = entry_plugin\n",
    "entry_plugin.py": _for("entry_point", _HOOK),
}
HARNESS_ATTACKS = ("hook", "deselect", "deselect_all", "skip", "sitecustomize", "pth", "plugin", "entry_point")

# What only the tested code does: the results that it leaves do not fit what was seen.
CODE: Mapping[str, str] = {
    "sums.py": BROKEN
    + """
import atexit, json, os, subprocess, sys

ATTACK, RESULTS = os.environ["ASSAY_AXIS_ATTACK"], os.environ["ASSAY_RESULTS"]
NAMES = ("test_add", "test_nothing")
GREEN = "".join(f'<testcase classname="tests.test_sums" name="{name}" time="0.1"/>' for name in NAMES)
GREEN = f'<testsuites name="pytest tests"><testsuite name="pytest">{GREEN}</testsuite></testsuites>'
OVER = f"open('x', 'w').write({GREEN!r}), os.replace('x', 'junit.xml'), time.sleep(0.02)"
OVER = f"import os, time\\nfor n in range(300): {OVER}\\n"

def junit():
    with open(f"{RESULTS}/junit.xml", "w") as file:
        file.write(GREEN)

def late():
    junit()
    sys.stdout.flush()
    os._exit(0)

def records():
    os.remove(f"{RESULTS}/junit.xml")
    with open(f"{RESULTS}/tests.jsonl", "w") as file:
        file.writelines(json.dumps({"id": f"tests.test_sums::{name}", "outcome": "passed"}) + "\\n" for name in NAMES)
    sys.stdout.flush()
    os._exit(0)

if ATTACK == "late":
    atexit.register(late)
elif ATTACK == "background":
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.Popen([sys.executable, "-c", OVER], cwd=RESULTS, start_new_session=True, **quiet)
    atexit.register(lambda: (sys.stdout.flush(), os._exit(0)))
elif ATTACK == "records":
    atexit.register(records)
elif ATTACK == "early":
    junit()
    os._exit(0)
elif ATTACK == "exit":
    atexit.register(lambda: (sys.stdout.flush(), os._exit(0)))
""",
    "tests/test_sums.py": "import os\n"
    + TESTS
    + '\nif os.environ["ASSAY_AXIS_ATTACK"] == "deleted":\n    del test_add\n',
}
CODE_ATTACKS = ("late", "background", "records", "early", "exit", "deleted")

# A change that rightly touches the harness: a fixture with the tests that need it, and an old test file goes.
HONEST_BASE = {
    **BASE,
    "conftest.py": "",
    "tests/test_old.py": "from sums import add\n\ndef test_old():\n    assert add(1, 1) == 2\n",
    "pyproject.toml": '[project]\nname = "sums"\nversion = "1.0"\n\n[tool.pytest.ini_options]\naddopts = "-ra"\n',
}
HONEST: Mapping[str, str | None] = {
    "conftest.py": "import pytest\n\n@pytest.fixture\ndef numbers():\n    return [1, 2]\n",
    "tests/test_more.py": "from sums import add\n\ndef test_more(numbers):\n    assert add(*numbers) == 3\n",
    "tests/test_old.py": None,
    "pyproject.toml": '[project]\nname = "sums"\nversion = "1.1"\n\n[tool.pytest.ini_options]\naddopts = "-ra"\n',
    ".github/workflows/ci.yml": "on: push\n",
}


def recipe(*attacks: str) -> str:
    return RECIPE.replace("ATTACKS", ", ".join(attacks))
