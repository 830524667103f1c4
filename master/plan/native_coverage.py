"""Coverage of compiled code: what compilers are told, and how gcovr reports it."""

# Debian's are older, and stop where two functions of one name stand on different lines. Coverage never decides.
INSTALL = "python -m pip install gcovr==8.8 || true"
FLAGS = "-g -O0 --coverage"  # the optimiser moves lines, so it is off where they are counted
REPORT_FILE = "coverage.info"
# LCOV is a quarter of the size of gcovr's own form. Probes of configure leave notes whose sources are gone.
REPORT = (
    "gcovr --root . --merge-mode-functions=separate --gcov-ignore-parse-errors"
    f' --gcov-ignore-errors=no_working_dir_found --lcov "$ASSAY_RESULTS/{REPORT_FILE}"'
)
REASON = "coverage of C, C++ and Fortran is measured with gcovr; for that the compilers do not optimise"
