"""Which actions of workflows the field uses for what, by their names."""

import re

from criteria.automation.tools_table import DB, DP, B, C, D, F, N, P, Purposes, R, S, T, X, Y

ACTIONS: tuple[tuple[re.Pattern[str], Purposes], ...] = tuple(
    (re.compile(rf"^(?:{pattern})(?:$|/|@)", re.I), purposes)
    for pattern, purposes in (
        (r"julia-actions/julia-runtest|r-lib/actions/check-r-package|[\w-]+/run-tests?[\w-]*|[\w-]+/pytest-action"
         r"|pavelzw/pytest-action|gap-actions/run-(?:pkg-)?tests|gap-actions/run-test-for-packages"
         r"|cypress-io/github-action", (T,)),
        (r"julia-actions/julia-processcoverage|codecov/codecov-action|coverallsapp/github-action"
         r"|codacy/codacy-coverage\S*"
         r"|paambaati/codeclimate-action|qltysh/qlty-action|orgoro/coverage|irongut/codecoveragesummary"
         r"|py-cov-action/python-coverage-comment-action|gap-actions/process-coverage|codespell-cov", (C,)),
        (r"[\w-]+/(?:[\w-]*misspell|typos|actions-codespell|[\w-]*markdownlint[\w-]*|hadolint-action"
         r"|[\w-]*yamllint[\w-]*|[\w-]*actionlint[\w-]*"
         r"|spellcheck-github-actions|[\w-]*markdown-?link[\w-]*|lychee-action|vale-action|action-(?:alex"
         r"|languagetool|vale))", (F,)),
        (r"astral-sh/ruff-action|chartboost/ruff-action|psf/black|py-actions/flake8|isort/isort-action"
         r"|[\w-]+/super-linter"
         r"|rickstaa/action-black|reviewdog/action-(?:flake8|black|pylint|eslint|shellcheck|golangci-lint|rubocop"
         r"|cpplint|suggester)|golangci/golangci-lint-action|[\w-]+/[\w-]*clang-format[\w-]*"
         r"|[\w-]+/[\w-]*clang-tidy[\w-]*|cpp-linter/cpp-linter-action|julia-actions/julia-format"
         r"|ludeeus/action-shellcheck"
         r"|wearerequired/lint-action|[\w-]+/pylint[\w-]*"
         r"|fredrikekre/runic-action|[\w-]+/fortitude[\w-]*|cvzi/[\w-]*lint[\w-]*|oxsecurity/megalinter"
         r"|stefanzweifel/laravel-pint", (S,)),
        (r"jakebailey/pyright-action|tsuyoshicho/action-mypy|jpetrucciani/mypy-check", (Y,)),
        (r"github/codeql-action/analyze|pycqa/bandit-action|securego/gosec|aquasecurity/trivy-action|snyk/actions"
         r"|ossf/scorecard-action|zizmorcore/zizmor-action|[\w-]+/semgrep-action|returntocorp/semgrep[\w-]*"
         r"|gitleaks/gitleaks-action|trufflesecurity/trufflehog|actions/dependency-review-action"
         r"|pypa/gh-action-pip-audit|google/osv-scanner[\w-]*|anchore/scan-action|rustsec/audit-check"
         r"|sonarsource/[\w-]+|microsoft/devskim-action|pyupio/safety[\w-]*", (X,)),
        (r"julia-actions/julia-docdeploy|peaceiris/actions-gh-pages|jamesives/github-pages-deploy-action"
         r"|actions/deploy-pages|readthedocs/actions|crazy-max/ghaction-github-pages|sphinx-notes/pages"
         r"|oprypin/push-to-gh-pages", (DP,)),
        (r"julia-actions/julia-docdeploy|ammaraskar/sphinx-action|mattnotmitt/doxygen-action"
         r"|quarto-dev/quarto-actions/render"
         r"|r-lib/actions/[\w-]*pkgdown[\w-]*|gap-actions/build-pkg-docs|sphinx-notes/pages", (DB,)),
        (r"quarto-dev/quarto-actions/publish|gap-actions/update-gh-pages\S*", (DB, DP)),
        (r"pypa/cibuildwheel|hynek/build-and-inspect-python-package|docker/build-push-action|pyo3/maturin-action"
         r"|redhat-actions/buildah-build|julia-actions/julia-buildpkg-binary", (P,)),
        (r"julia-actions/julia-buildpkg|fortran-lang/setup-fpm-build|lukka/run-cmake|gap-actions/build-pkg", (B,)),
        (r"pypa/gh-action-pypi-publish|softprops/action-gh-release|ncipollo/release-action|actions/create-release"
         r"|actions/upload-release-asset|svenstaro/upload-release-action|goreleaser/goreleaser-action"
         r"|juliaregistries/tagbot|python-semantic-release/[\w-]+|googleapis/release-please-action"
         r"|google-github-actions/release-please-action|cycjimmy/semantic-release-action"
         r"|marvinpinto/action-automatic-releases"
         r"|gap-actions/release\S*|redhat-actions/push-to-registry|js-devtools/npm-publish"
         r"|scientific-python/upload-nightly-action"
         r"|ad-m/github-push-action-release", (R,)),
        (r"azure/(?:webapps-deploy|k8s-deploy|aks\S*)|google-github-actions/deploy-\S+|aws-actions/\S*deploy\S*"
         r"|appleboy/ssh-action|superfly/flyctl-actions|akhileshns/heroku-deploy|dawidd6/action-ansible-playbook"
         r"|netlify/actions", (D,)),
        (r"slackapi/slack-github-action|8398a7/action-slack|rtcamp/action-slack-notify|dawidd6/action-send-mail"
         r"|zulip/github-actions-zulip\S*|sarisia/actions-status-discord|appleboy/(?:telegram|discord)-action"
         r"|[\w-]+/[\w-]*(?:slack|discord|telegram|mattermost|matrix|teams|mastodon|toot)[\w-]*(?:notif|message"
         r"|webhook|chat|action|toot)\S*"
         r"|actions-ecosystem/action-create-comment|cbrgm/mastodon-github-action", (N,)),
    )
)  # fmt: skip
