"""The test script of package.json: who runs the tests, and how that one is asked for a report it brings itself."""

import re
import shlex
from collections.abc import Collection

import attrs

from master.plan.scripts import then

MAX_SCRIPT = 2000  # characters
MAX_PARTS = 12
_FILE = '"$ASSAY_RESULTS/{name}"'
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_PASSED_OVER = {"cross-env", "npx", "c8", "nyc", "--no-install", "--", "exec", "dotenv", "--silent"}
_SHELL = set(";|&()<>`\n\\$")  # what makes more of a script than commands joined by &&
_OWN_REPORTER = re.compile(r"(?:^|\s)(?:-R\b|--(?:test-)?reporters?\b)")


@attrs.frozen
class Part:
    """One command of a script as it is run. `junit`, `jest`: the file it writes below $ASSAY_RESULTS, if any."""

    command: str
    runner: str = ""
    junit: str = ""
    jest: str = ""  # results in Jest's own JSON


def parts_of(script: str, packages: Collection[str]) -> tuple[Part, ...]:
    """The commands that are joined by `&&`, those of known runners with their option for a report.

    Empty when the script is more than that; it is then left to npm as it is. `packages`: what package.json names.
    """
    pieces = [piece.strip() for piece in script.split("&&")]
    if len(script) > MAX_SCRIPT or len(pieces) > MAX_PARTS or not all(pieces) or any(_SHELL & set(p) for p in pieces):
        return ()
    return tuple(_part(piece, number, packages) for number, piece in enumerate(pieces, 1))


def _part(piece: str, number: int, packages: Collection[str]) -> Part:
    runner = _runner(piece)
    name = f"tests-{number}.xml"
    file = _FILE.format(name=name)
    if _OWN_REPORTER.search(piece) and runner != "jest":
        return Part(piece, runner)
    match runner:
        case "mocha":
            return Part(f"{piece} --reporter xunit --reporter-option output={file}", runner, junit=name)
        case "vitest":
            options = f"--run --reporter=default --reporter=junit --outputFile.junit={file}"
            return Part(f"{piece} {options}", runner, junit=name)
        case "node" if "--test" in piece.split():
            options = (
                f"--test --test-reporter=junit --test-reporter-destination={file}"
                " --test-reporter=spec --test-reporter-destination=stdout"
            )
            return Part(re.sub(r"(?<=\s)--test(?=\s|\Z)", lambda _: options, piece, count=1), "node:test", junit=name)
        case "jest" if "--json" not in piece.split():
            said = f"jest-{number}.json"
            return Part(f"{piece} --ci --json --outputFile={_FILE.format(name=said)}", runner, jest=said)
        case "ava" if "ava" in packages and "--tap" not in piece.split():
            return Part(f"{piece} --tap", runner)
        case "tap" if "tap" in packages:
            return Part(f"{piece} --reporter=tap", runner)
        case _:
            return Part(piece, runner)


def _runner(piece: str) -> str:
    """The first word that is a program of its own."""
    try:
        words = shlex.split(piece)
    except ValueError:
        return ""
    words = [word for word in words if not _ASSIGNMENT.match(word) and word not in _PASSED_OVER]
    return words[0].rpartition("/")[2] if words else ""


# Jest's JSON as TAP; every name is one line.
JEST_AS_TAP = (
    "const fs = require('fs'); const lines = []; "
    "for (const name of process.argv.slice(1)) { if (!fs.existsSync(name)) continue; "
    "for (const file of JSON.parse(fs.readFileSync(name)).testResults) { "
    "const path = file.name.replace(process.cwd() + '/', ''); "
    "if (!file.assertionResults.length && file.status === 'failed') lines.push(['not ok', path, '']); "
    "for (const test of file.assertionResults) lines.push([test.status === 'failed' ? 'not ok' : 'ok', "
    "path + ' > ' + [...test.ancestorTitles, test.title].join(' > '), "
    "['pending', 'skipped', 'disabled'].includes(test.status) ? ' # SKIP' : test.status === 'todo' ? ' # TODO' : '']); "
    "} } "
    "console.log('1..' + lines.length); lines.forEach(([end, name, more], i) => "
    "console.log(end + ' ' + (i + 1) + ' - ' + name.replace(/[#\\s]+/g, ' ') + more));"
)


def with_tap(command: str, jest: str) -> str:
    """The command, and after it TAP made of Jest's results in the file `jest`; it ends as the command did."""
    tap = f"node -e {shlex.quote(JEST_AS_TAP)} {_FILE.format(name=jest)} > {_FILE.format(name=tap_of(jest))}"
    return then(command, tap)


def tap_of(jest: str) -> str:
    """The name of the file with the results as TAP."""
    return jest.removesuffix(".json") + ".tap"
