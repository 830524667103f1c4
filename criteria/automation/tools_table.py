"""Which tools the field uses for what: what a command is for, by the tool it starts and its arguments."""

from collections.abc import Mapping

from criteria.automation.model import Purpose

T, S, Y, X, C = Purpose.TESTS, Purpose.STYLE, Purpose.TYPES, Purpose.SECURITY, Purpose.COVERAGE
F = Purpose.TEXTS
DB, DP, B, P = Purpose.DOCS_BUILD, Purpose.DOCS_PUBLISH, Purpose.BUILD, Purpose.PACKAGE
R, D, N = Purpose.RELEASE, Purpose.DEPLOYMENT, Purpose.NOTIFICATION

Purposes = tuple[Purpose, ...]

# Tool -> (what the arguments must match, purposes), in this order; every line that matches adds its purposes.
_ANY = ""
TOOLS: Mapping[str, tuple[tuple[str, Purposes], ...]] = {
    tool: tuple((pattern, purposes) for pattern, purposes in uses)
    for tools, uses in {
        "pytest py.test nosetests nose2 green": ((_ANY, (T,)), (r"--cov\b|--cov[=-]|--with-x?cov|--run-coverage", (C,
        ))),
        "unittest trial stestr ptr behave robot bats ctest phpunit rspec jest mocha vitest ava "
        "ginkgo prove tasty sage-runtests stack-test testem runtests ptest xctest busted discover": ((_ANY, (T,)),),
        "doctest": ((_ANY, (T,)),),
        "coverage": ((r"\brun\b", (T, C)), (r"\breport\b|\bxml\b|\bhtml\b|\blcov\b|\bcombine\b", (C,))),
        "codecov coveralls gcov lcov gcovr kcov diff-cover cargo-tarpaulin cargo-llvm-cov codecovcli genhtml nyc c8 "
        "grcov": ((_ANY, (C,)),),
        "ruff": ((r"^(?:check|format\b.*--(?:check|diff)|\.|-)", (S,)),),
        "flake8 pylint pycodestyle pydocstyle pyflakes pylama isort yapf autopep8 prospector autoflake cython-lint "
        "double-quote-cython-strings relint cpplint clang-format clang-tidy fprettify fortitude flinter rubocop eslint "
        "prettier biome jshint golint staticcheck golangci-lint gofmt revive ktlint checkstyle scalafmt scalafix "
        "shellcheck shfmt lintr styler uncrustify astyle fourmolu ormolu hlint ocamlformat juliaformatter runic blue "
        "refurb pyupgrade vulture darker ufmt flynt findent relint.py lint_python test_code_quality.py": ((_ANY, (S,)),
        ),
        "codespell typos misspell stylelint hadolint yamllint markdownlint markdownlint-cli2 mdl rumdl rst-lint "
        "sphinx-lint "
        "rstcheck doc8 jsonlint actionlint cmake-format cmake-lint gersemi interrogate djlint taplo validate-pyproject "
        "check-manifest docformatter lint-imports vale": ((_ANY, (F,)),),
        "black": ((r"--check|--diff|^\.$|^\S", (S,)),),
        "mypy pyright basedpyright pyre pytype ty pyrefly tsc": ((_ANY, (Y,)),),
        "bandit gosec safety pip-audit semgrep trivy snyk grype gitleaks trufflehog detect-secrets brakeman zizmor "
        "osv-scanner cargo-audit flawfinder cppcheck scorecard checkov tfsec dodgy detect-secrets-hook": ((_ANY, (X,)),
        ),
        "sphinx-build sphinx-apidoc sphinx-autobuild doxygen ford jupyter-book jb quarto pdoc pdoc3 docusaurus mdbook "
        "javadoc jazzy antora ghp-import typedoc jsdoc pkgdown hugo jekyll zensical": ((_ANY, (DB,)),),
        "mkdocs": ((r"\bbuild\b", (DB,)), (r"\bgh-deploy\b", (DB, DP))),
        "mike": ((r"\bdeploy\b", (DB, DP)),),
        "netlify surge": ((r"\bdeploy\b|^\S", (DP,)),),
        "doctr": ((r"\bdeploy\b", (DP,)),),
        "build pyproject-build cibuildwheel auditwheel conda-build rattler-build boa snapcraft fpm-package debuild "
        "dpkg-buildpackage rpmbuild pyinstaller cpack": ((_ANY, (P,)),),
        "twine": ((r"\bupload\b", (R,)), (r"\bcheck\b", (P,))),
        "semantic-release goreleaser release-it standard-version anaconda-upload ghr": ((_ANY, (R,)),),
        "anaconda": ((r"\bupload\b", (R,)),),
        "flit": ((r"\bpublish\b", (R,)), (r"\bbuild\b", (P,))),
        "poetry pdm hatch maturin": ((r"\bpublish\b|\bupload\b", (R,)), (r"^build\b", (P,)), (r"^test\b", (T,)),
                                     (r"^(?:fmt|fmt --check)\b", (S,))),
        "uv": ((r"^publish\b", (R,)), (r"^build\b", (P,))),
        "gh": ((r"^release (?:create|upload)\b", (R,)),),
        "pip pip3": ((r"^wheel\b", (P,)), (r"^install\b.*(?:(?:^|\s)\.(?:\[[^\]]{0,80}\])?(?:\s|$)|-e\b)", (B,))),
        "docker podman buildah": ((r"^push\b", (R,)), (r"^(?:build|buildx build|bud)\b", (P,)),
                                  (r"^compose .{0,80}\bup\b.{0,80}-d\b", (D,))),
        "ansible-playbook kubectl helm terraform cdk serverless flyctl heroku": ((_ANY, (D,)),),
        "sage": ((r"(?:^|\s)(?:-t|--test|-tp|--testall)\b", (T,)), (r"(?:^|\s)--docbuild\b", (DB,))),
        "sagetest": ((_ANY, (T,)),),
        "sage_docbuild sagedocbuild": ((_ANY, (DB,)),),
        "julia": ((r"\bPkg\.test\b|\bruntests\.jl\b|\bdoctest\(", (T,)), (r"\bdocs?/make\.jl\b", (DB,)),
                  (r"\bcoverage\b", (C,)), (r"\bJuliaFormatter\b|\bRunic\b", (S,)), (r"\bPkg\.build\b", (B,))),
        "r rscript": ((r"\bCMD check\b|\btestthat\b|devtools::(?:test|check)|rcmdcheck|tinytest", (T,)),
                      (r"\bcovr::", (C,)), (r"\blintr::|\bstyler::", (S,)), (r"\bpkgdown::", (DB,)),
                      (r"pkgdown::deploy", (DP,)), (r"\bCMD build\b", (P,))),
        # numpy.test() and its like only return what they found: it counts where it is handed on.
        "python python3": ((r"(?:^|\s)-c\s.{0,2000}?(?:\bexit\(|\bSystemExit\(|\bassert\s)(?:int\(|not\s|bool\(){0,3}"
                            r"(?:[\w.]{1,80}\.(?:test|run_?tests)|pytest\.main)\(", (T,)),),
        "gap": ((r"\btst/|testall\.g|TestPackage", (T,)),),
        "fpm": ((r"^test\b", (T,)), (r"^build\b", (B,))),
        "cargo": ((r"^(?:nextest|test)\b", (T,)), (r"^(?:clippy|fmt)\b", (S,)), (r"^(?:tarpaulin|llvm-cov)\b", (T, C)),
                  (r"^(?:audit|deny)\b", (X,)), (r"^doc\b", (DB,)), (r"^publish\b", (R,)), (r"^build\b", (B,))),
        "go": ((r"^test\b", (T,)), (r"^test\b.*-cover", (C,)), (r"^vet\b", (S,)), (r"^build\b", (B,))),
        "npm yarn pnpm bun": ((r"\bpublish\b", (R,)), (r"\baudit\b", (X,))),
        "mvn mvnw": ((r"\b(?:test|verify|install)\b", (T,)), (r"checkstyle|spotless:check|spotbugs", (S,)),
                     (r"jacoco", (C,)), (r"\bdeploy\b", (R,)), (r"\bpackage\b", (P,)), (r"javadoc:|\bsite\b", (DB,))),
        "gradle gradlew": ((r"\b(?:test|check|build)\b", (T,)), (r"spotless|checkstyle|ktlint", (S,)),
                           (r"jacoco|kover", (C,)), (r"\bpublish", (R,)), (r"javadoc|dokka", (DB,))),
        "sbt": ((r"\btest\b", (T,)), (r"scalafmtCheck", (S,)), (r"\bcoverage", (C,)), (r"\bpublish", (R,))),
        "stack cabal": ((r"\btest\b", (T,)), (r"\bhaddock\b", (DB,)), (r"\bbuild\b", (B,))),
        "dune": ((r"\b(?:test|runtest)\b", (T,)), (r"\bbuild\b", (B,)), (r"@fmt", (S,))),
        "dotnet": ((r"^test\b", (T,)), (r"^format\b", (S,)), (r"^build\b", (B,)), (r"^pack\b", (P,))),
        "swift": ((r"^test\b", (T,)), (r"^build\b", (B,))),
        "rake": ((r"\b(?:test|spec)\b", (T,)), (r"rubocop", (S,))),
        "meson": ((r"^test\b", (T,)), (r"^compile\b.*\bdoc", (DB,)), (r"^(?:compile|setup)\b", (B,)), (r"^dist\b", (P,
        ))),
        "ninja": ((r"\b(?:test|check)\b", (T,)), (r"", (B,))),
        "cmake": ((r"--target (?:test|check)\b", (T,)), (r"--build\b", (B,)), (r"--target docs?\b", (DB,))),
        "setup.py": ((r"^test\b", (T,)), (r"\b(?:sdist|bdist\w*)\b", (P,)), (r"\bupload\b", (R,)),
                     (r"^(?:build|develop|install)\b", (B,)), (r"\bbuild_sphinx\b", (DB,))),
        "mail sendmail mutt": ((_ANY, (N,)),),
        "curl": ((r"hooks\.slack\.com|discord(?:app)?\.com/api/webhooks|api\.telegram\.org|chat\.zulip|/hooks/|"
                  r"matrix.{0,30}/send", (N,)), (r"codecov\.io", (C,))),
    }.items()
    for tool in tools.split()
}  # fmt: skip
