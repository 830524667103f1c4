"""Projects with a Makefile of their own."""

import re
from collections.abc import Iterator, Mapping

from criteria.snapshot import Snapshot
from master.plan.makefile import makefile_of, targets, test_target
from master.plan.system_libraries import environment_for, of_programs
from master.plan.tree_text import is_others
from workers.cell import Recipe

JOBS = 4
COMPILED = (".c", ".cc", ".cpp", ".cxx", ".C")
FORTRAN = (".f", ".for", ".f77", ".f90", ".f95", ".f03", ".f08", ".F", ".F90", ".F95", ".F03", ".F08")
_PROGRAM = re.compile(r"\b(?:flex|bison|swig|fypp|gperf|nasm|re2c|mpirun|mpiexec)\b")
_MPI = re.compile(r"\bmpi(?:cc|cxx|c\+\+|f77|f90|fort|ifort)\b")


class MakeDetector:
    """`make`, then its target for tests."""

    name = "make"

    def detect(self, snapshot: Snapshot, _offered: Mapping[str, str]) -> Recipe | None:
        found = makefile_of(snapshot)
        if found is None:
            return None
        file, text = found
        test = test_target(targets(text))
        own = [entry.name for entry in snapshot.files() if not is_others(entry)]
        fortran = any(name.endswith(FORTRAN) for name in own)
        compiled = fortran or any(name.endswith(COMPILED) for name in own)
        if not (test or compiled):
            return None
        programs = of_programs(dict.fromkeys(_PROGRAM.findall(text)))
        system = (["gfortran"] if fortran else []) + (["libopenmpi-dev", "openmpi-bin"] if _MPI.search(text) else [])
        return Recipe(
            system=tuple(dict.fromkeys((*system, *programs.system))),
            environment=environment_for((*system, *programs.system)),
            build=(f"make -j {JOBS}",) if compiled else (),
            test=(f"make {test}",) if test else (),
            reasons=(*_reasons(file, test, fortran, compiled), *programs.reasons),
        )


def _reasons(file: str, test: str | None, fortran: bool, compiled: bool) -> Iterator[str]:
    if compiled:
        yield f"{file} is there: the project is built with make{' and gfortran' if fortran else ''}"
    else:
        yield f"{file} is there, but no sources of C, C++ or Fortran: nothing is built before the tests"
    if test is None:
        yield f"no tests found: {file} has no target check, test or tests"
        return
    yield f"the tests are those of `make {test}`; single tests are told where its output has a known form"
    yield "coverage is not measured: what the Makefile tells the compiler is its own business"
