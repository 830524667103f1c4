"""Projects with configure: made by Autoconf, or written by hand. Tests are those of `make check`."""

import re
from collections.abc import Iterator, Mapping

from criteria.snapshot import Entry, Snapshot
from master.plan import native_coverage
from master.plan.makefile import targets, test_target
from master.plan.scripts import then
from master.plan.system_libraries import Asked, of_pkgconfig, of_programs
from master.plan.tree_text import text_at, texts
from workers.cell import Recipe, Results

JOBS = 4
INPUTS = ("configure.ac", "configure.in")
BOOTSTRAPS = ("autogen.sh", "bootstrap", "bootstrap.sh")
AUTOTOOLS = ("autoconf", "automake", "libtool", "autoconf-archive", "gettext", "autopoint")
_COMMENT = re.compile(r"(?:^|[ \t])(?:#|dnl\b)[^\n]*", re.MULTILINE)
_MODULES = re.compile(r"\bPKG_CHECK_(?:MODULES|EXISTS)\(([^()]{1,400})\)")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]{0,60}")
_TESTS = re.compile(
    r"^[ \t]{0,20}(?:TESTS|XFAIL_TESTS|TESTSUITE|check_PROGRAMS|check_SCRIPTS)[ \t]{0,20}\+?=", re.MULTILINE
)
_PROGRAMS = {"AC_PROG_YACC": "bison", "AC_PROG_LEX": "flex", "AM_PROG_LEX": "flex", "AC_PROG_FC": "", "AC_PROG_F77": ""}
_FORTRAN = re.compile(r"\bAC_PROG_(?:FC|F77)\b")
_SET = re.compile(r"[\[\]]")
# Automake writes one file per test, which knows the folder of the test; the log does not.
_TAP = (
    "find . -name '*.trs' -print0 | sort -z | xargs -0 -r grep -H '^:test-result:' | awk -F '\\.trs::test-result: ' '"
    '{ name = $1; sub(/^\\.\\//, "", name); bad = $2 ~ /^(FAIL|ERROR|XFAIL|XPASS)/; '
    'end = $2 ~ /^XFAIL/ ? " # TODO expected to fail" : $2 ~ /^SKIP/ ? " # SKIP" : ""; '
    'print (bad ? "not ok " : "ok ") NR " - " name end } END { print "1.." NR }'
    '\' > "$ASSAY_RESULTS/automake.tap"'
)


class AutotoolsDetector:
    """configure, make, make check."""

    name = "Autotools"

    def detect(self, snapshot: Snapshot, _offered: Mapping[str, str]) -> Recipe | None:
        said = next((text for name in INPUTS if (text := text_at(snapshot, name)) is not None), None)
        ready = text_at(snapshot, "configure") is not None
        if said is None and not (ready and _makefiles(snapshot)):
            return None
        text = _COMMENT.sub("", said or "")
        automake = bool(re.search(r"\bAM_INIT_AUTOMAKE\b", text))
        test = _test_target(snapshot, automake)
        fortran = bool(_FORTRAN.search(text))
        programs = of_programs(name for macro, name in _PROGRAMS.items() if name and re.search(rf"\b{macro}\b", text))
        libraries = of_pkgconfig(_modules(text)) + programs
        measured = test is not None
        tools = [*(AUTOTOOLS if not ready else ()), *(["gfortran"] if fortran else [])]
        return Recipe(
            system=tuple(dict.fromkeys((*tools, *(["texinfo"] if _manuals(snapshot) else []), *libraries.system))),
            build=(
                *((native_coverage.INSTALL,) if measured else ()),
                *_bootstrap(snapshot, ready),
                _configure(measured, fortran),
                f"make -j {JOBS}",
            ),
            test=(_test(test, automake),) if test else (),
            after_test=(native_coverage.REPORT,) if measured else (),
            results=Results(
                coverage=(native_coverage.REPORT_FILE,) if measured else (),
                tests=("automake.tap",) if automake and test else (),
            ),
            reasons=(*_reasons(snapshot, ready, test, automake), *libraries.reasons),
        )


def _makefiles(snapshot: Snapshot) -> bool:
    return any(name in snapshot.by_path for name in ("Makefile.in", "Makefile.am", "Makefile"))


def _test_target(snapshot: Snapshot, automake: bool) -> str | None:
    """`check` where Automake has tests to run, else what the text of a Makefile has."""
    if automake:
        parts = texts(snapshot, lambda entry: entry.name.endswith((".am", ".mk")))
        return "check" if any(_TESTS.search(text) or "check-local" in targets(text) for _, text in parts) else None
    names = ("Makefile.in", "Makefile.am", "Makefile", "GNUmakefile.in", "makefile.in")
    found = (text for name in names if (text := text_at(snapshot, name)) is not None)
    return test_target(target for text in found for target in targets(text))


def _test(target: str, automake: bool) -> str:
    run = f"make -k {target} VERBOSE=1"
    return then(run, _TAP) if automake else run


def _manuals(snapshot: Snapshot) -> bool:
    def is_manual(entry: Entry) -> bool:
        return entry.name.endswith((".texi", ".texinfo"))

    return any(is_manual(entry) for entry in snapshot.files())


def _modules(text: str) -> Iterator[Asked]:
    for match in _MODULES.finditer(text):
        words = _SET.sub("", match.group(1)).split(",")
        optional = len(words) > 3  # there is something to do when it is not found
        for word in _WORD.findall(words[1] if len(words) > 1 else ""):
            yield Asked(word, not optional)


def _bootstrap(snapshot: Snapshot, ready: bool) -> tuple[str, ...]:
    if ready:
        return ()
    own = _own_bootstrap(snapshot)
    return (f"NOCONFIGURE=1 sh ./{own}",) if own else ("autoreconf --force --install",)


def _own_bootstrap(snapshot: Snapshot) -> str | None:
    return next((name for name in BOOTSTRAPS if text_at(snapshot, name) is not None), None)


def _configure(measured: bool, fortran: bool) -> str:
    names = ("CFLAGS", "CXXFLAGS", *(("FCFLAGS", "FFLAGS") if fortran else ()))
    flags = "".join(f" {name}='{native_coverage.FLAGS}'" for name in names) if measured else ""
    return f"sh ./configure{flags}"


def _reasons(snapshot: Snapshot, ready: bool, test: str | None, automake: bool) -> Iterator[str]:
    if ready:
        yield "configure is there: it is run as it is"
    elif own := _own_bootstrap(snapshot):
        yield f"configure.ac is there without configure, which the project's own {own} makes"
    else:
        yield "configure.ac is there without configure, which autoreconf makes"
    if test is None:
        yield "no tests found: no Makefile has a target check or test, or lists tests for Automake"
        return
    how = "Automake tells how each one ended" if automake else "single tests are told where its output has a known form"
    yield f"the tests are those of `make {test}`; {how}"
    yield native_coverage.REASON
