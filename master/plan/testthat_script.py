"""Running the tests of an R package with testthat, each `test_that` told as one line of TAP.

testthat writes JUnit too, but one case per expectation, with names that repeat and with control characters in them.
"""

RESULTS = "testthat.tap"
# The project's own script, which may attach what the tests need; our reporter is used where it names none.
OWN_SCRIPT = 'setwd("tests"); source("testthat.R")'
_FOLDER = 'testthat::test_dir("tests/testthat", package = "{package}", load_package = "installed", reporter = lister)'
# No single quotes: the whole stands between two of them.
_BEFORE = (
    "lister <- testthat::ListReporter$new(); options(testthat.default_check_reporter = lister); status <- 0L; "
    "tryCatch({ ",
    " }, error = function(e) { message(conditionMessage(e)); status <<- 1L }); ",
)
_TELL = (
    'plain <- function(x) gsub("[^[:print:]]+|#", " ", enc2utf8(x)); '
    'tap <- file(file.path(Sys.getenv("ASSAY_RESULTS"), "testthat.tap"), "w", encoding = "UTF-8"); n <- 0L; '
    "for (test in lister$get_results()) { n <- n + 1L; ends <- test$results; "
    'bad <- Filter(function(end) inherits(end, c("expectation_failure", "expectation_error")), ends); '
    'skip <- length(bad) == 0 && any(vapply(ends, inherits, logical(1), "expectation_skip")); '
    'writeLines(sprintf("%s %d - %s > %s%s", if (length(bad)) "not ok" else "ok", n, plain(test$file), '
    'plain(test$test), if (skip) " # SKIP" else ""), tap); '
    'writeLines(c("  ---", sprintf("  duration_ms: %.3f", 1000 * as.numeric(test$real))), tap); '
    "for (end in bad) { status <- 1L; text <- conditionMessage(end); "
    'cat(sprintf("%s > %s\\n%s\\n\\n", test$file, test$test, text)); '
    'writeLines(paste0("  message: ", substr(plain(text), 1, 900)), tap) }; writeLines("  ...", tap) }; '
    'writeLines(sprintf("1..%d", n), tap); close(tap); '
    'cat(sprintf("%d tests of testthat were run\\n", n)); quit(status = max(status, n == 0L))'
)


def testthat_script(package: str, own: bool) -> str:
    """The text for `Rscript -e`. `own`: the package's tests/testthat.R is run, else its folder of tests.

    `package`: a name that was checked. The script ends with 1 when a test failed or there was none.
    """
    run = OWN_SCRIPT if own else _FOLDER.format(package=package)
    return run.join(_BEFORE) + _TELL
