"""A checkout full of what runs when it is touched, and of settings that would silence an analyser.

Every trap that is run leaves a file of its own name in the folder of canaries. Nothing here is run by a test.
"""

import subprocess
from pathlib import Path

from repos import commit_tree

from adversarial.sound import FILES
from criteria.all_tools import TOOLS

_PYTHON = [
    "setup.py",
    "conftest.py",
    "tests/conftest.py",
    "noxfile.py",
    "dodo.py",
    "fabfile.py",
    "wscript",
    "SConstruct",
    "tasks.py",
    "docs/conf.py",
    "sitecustomize.py",
    "usercustomize.py",
    "yaml.py",
    "attrs.py",
    "pygit2.py",
    "typer.py",
    "json.py",
    "ruff.py",
    "ruff/__main__.py",
    "bandit/__init__.py",
    "bandit/__main__.py",
    "cpplint.py",
    "cython_lint.py",
    "sphinxlint/__main__.py",
    "yamllint/__main__.py",
    "flawfinder.py",
    "plugin.py",
    "local_linter.py",
    "criteria/__init__.py",
    "criteria/facts_process.py",
    "master/cli.py",
    "reports/render.py",
    "star_map/hooks.py",
    "_distutils_hack/__init__.py",
    "encodings/utf_8.py",
    "src/star_map/__init__.py",
]
_SHELL = [
    "configure",
    "autogen.sh",
    "bootstrap.sh",
    "git",
    "ruff",
    "bin/git",
    "bin/ruff",
    "shellcheck",
    "hadolint",
    ".envrc",
    ".bashrc",
    ".profile",
    "gradlew",
    "mvnw",
    ".githooks/pre-commit",
    "spkg-install",
]
_SILENT = {
    "ruff.toml": 'exclude = ["*"]\n[lint]\nselect = []\nignore = ["ALL"]\n',
    ".ruff.toml": 'extend = "../../../../etc/passwd"\nexclude = ["*"]\n',
    ".bandit": "[bandit]\nskips: B101,B602\nexclude: /\ntargets: nothing\n",
    "bandit.yaml": "skips: [B602]\n", ".yamllint": "ignore: '*'\nrules: {}\n", ".yamllint.yaml": "extends: /dev/zero\n",
    ".shellcheckrc": "disable=all\nexternal-sources=true\nsource-path=/\n",
    ".hadolint.yaml": "ignored: [DL3006, DL3007]\n",
    ".oxlintrc.json": '{"ignorePatterns": ["**"], "plugins": ["./plugin.js"], "jsPlugins": ["./plugin.js"]}',
    "oxlint.config.ts": "throw new Error()\n", "CPPLINT.cfg": "set noparent\nexclude_files=.*\nfilter=-\n",
    ".rumdl.toml": 'exclude = ["**"]\ndisable = ["all"]\n', "rumdl.toml": 'exclude = ["**"]\n',
    ".markdownlint.json": '{"default": false}', "fortitude.toml": 'exclude = ["*"]\n[check]\nselect = []\n',
    ".fortitude.toml": 'exclude = ["*"]\n', "fpm.toml": '[extra.fortitude.check]\nexclude = ["*"]\n',
    "zizmor.yml": "rules: {unpinned-uses: {disable: true}, template-injection: {disable: true}}\n",
    ".github/zizmor.yml": "rules: {unpinned-uses: {disable: true}}\n",
    "jarl.toml": '[lint]\nselect = []\nexclude = ["**"]\n',
    ".flake8": "[flake8]\nexclude = *\n", ".lintr": "linters: NULL\nexclusions: list('.')\n", ".eslintignore": "**\n",
    ".gitignore": "*\n", ".ignore": "*\n", ".prettierignore": "*\n", ".dockerignore": "*\n",
    "tox.ini": "[tox]\n[testenv]\ncommands = {canary:tox.ini}\n[pycodestyle]\nexclude = *\n",
}  # fmt: skip
_RUNNING = {
    "Makefile": "all: $(shell {canary:Makefile})\n\t{canary:Makefile}\n",
    "GNUmakefile": "$(shell {canary:GNUmakefile})\n",
    "CMakeLists.txt": "execute_process(COMMAND {canary:CMakeLists.txt})\n",
    "meson.build": "run_command('{canary:meson}')\n",
    ".pre-commit-config.yaml": "repos:\n- repo: local\n  hooks:\n  - {id: x, name: x, language: system, entry: '{canary:hook}'}\n",
    ".pylintrc": "[MAIN]\ninit-hook=\"import os; os.system('{canary:init-hook}')\"\nload-plugins=plugin\n",
    "mypy.ini": "[mypy]\nplugins = plugin.py\n",
    "setup.cfg": "[flake8:local-plugins]\nextension = X = plugin:X\n[metadata]\nname = attr: star_map.hooks\n",
    "package.json": '{"scripts": {"preinstall": "{canary:npm}", "prepare": "{canary:npm}"}, "eslintConfig": {"plugins": ["./plugin.js"]}}',
    ".npmrc": "script-shell={canary:npmrc}\nnode-options=--require ./plugin.js\n",
    "plugin.js": "require('child_process').exec('{canary:plugin.js}')\n",
    ".Rprofile": "system('{canary:Rprofile}')\n", "startup.jl": "run(`{canary:startup.jl}`)\n",
    ".julia/config/startup.jl": "run(`{canary:julia}`)\n",
    "evil.pth": "import os; os.system('{canary:evil.pth}')\n", "Justfile": "default:\n\t{canary:Justfile}\n",
    "Rakefile": "`{canary:Rakefile}`\n",
    ".gitattributes": "* filter=evil diff=evil merge=evil -text\n", ".mailmap": "x <x> <y>\n",
    "Dockerfile.x": "RUN {canary:Dockerfile}\n",
    ".gitmodules": '[submodule "a"]\n\tpath = a\n\turl = ext::{canary:gitmodules}\n',
    ".gitconfig": "[core]\n\tfsmonitor = {canary:gitconfig}\n[include]\n\tpath = ../.git/config\n",
    ".editorconfig": "root = true\n",
}  # fmt: skip
_GIT = """[core]
	repositoryformatversion = 0
	bare = false
	fsmonitor = "{canary:fsmonitor}"
	hooksPath = .githooks
	sshCommand = "{canary:ssh}"
	pager = "{canary:pager}"
	editor = "{canary:editor}"
	askPass = "{canary:askpass}"
	gitProxy = "{canary:proxy}"
	alternateRefsCommand = "{canary:alternate}"
	attributesFile = .gitattributes
[alias]
	status = !{canary:alias}
	fetch = !{canary:alias}
	rev-parse = !{canary:alias}
[filter "evil"]
	clean = {canary:clean}
	smudge = {canary:smudge}
	process = {canary:process}
	required = true
[diff "evil"]
	command = {canary:diff}
	textconv = {canary:textconv}
[diff]
	external = {canary:external}
[merge "evil"]
	driver = {canary:merge}
[credential]
	helper = !{canary:credential}
[uploadpack]
	packObjectsHook = {canary:pack}
[gpg]
	program = {canary:gpg}
[log]
	showSignature = true
[protocol "ext"]
	allow = always
[remote "origin"]
	url = https://github.com/example/star-map
	uploadpack = {canary:upload}
	vcs = evil
	promisor = true
[include]
	path = ../.gitconfig
[safe]
	directory = *
"""
_HOOKS = [
    "post-checkout",
    "reference-transaction",
    "pre-auto-gc",
    "post-index-change",
    "fsmonitor-watchman",
    "post-merge",
    "pre-push",
]


def checkout(folder: Path) -> tuple[Path, Path]:
    """The checkout and the folder of canaries, which is empty as long as nothing was run."""
    canaries = folder / "canaries"
    canaries.mkdir()
    files = {name: _filled(text, canaries) for name, text in {**_SILENT, **_RUNNING}.items()}
    files |= {name: f"open({str(canaries / name.replace('/', '+'))!r}, 'w')\n" for name in _PYTHON}
    files |= {name: f"#!/bin/sh\n{_touch(canaries, name.replace('/', '+'))}\n" for name in _SHELL}
    modes = dict.fromkeys((*_SHELL, *_PYTHON), 33261)
    commit_tree(folder / "bare.git", {"a": "1"})
    commit_tree(folder / "bare.git", {**FILES, **files, **samples()}, modes=modes)
    tree = folder / "checkout"
    line = ["git", "clone", "--quiet", str(folder / "bare.git"), str(tree)]
    subprocess.run(line, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "HOME": str(folder)})
    (tree / ".git/config").write_text(_filled(_GIT, canaries))
    (tree / ".git/info/attributes").write_text("* filter=evil diff=evil merge=evil\n")
    for hook in _HOOKS:
        place = tree / ".git/hooks" / hook
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\n{_touch(canaries, hook)}\n")
        place.chmod(0o755)
    (tree / "README.md").write_text("a changed file, so that contents have to be compared\n")
    return tree, canaries


def samples() -> dict[str, str]:
    """For each analyser a file to which it must object, under a name that gets it there."""
    return {_place(tool.ID, tool.suffix("")): tool.KNOWN_BAD for tool in TOOLS}


def _place(id_: str, suffix: str) -> str:
    if id_ == "zizmor":
        return ".github/workflows/bad.yml"
    if id_ == "hadolint":
        return "Dockerfile"
    return f"bad/{id_.replace('-', '_')}{suffix}"


def _filled(text: str, canaries: Path) -> str:
    """Each `{canary:name}` becomes a command that leaves a file of that name."""
    first, *rest = text.split("{canary:")
    return first + "".join(_touch(canaries, *part.split("}", 1)[:1]) + part.split("}", 1)[1] for part in rest)


def _touch(canaries: Path, name: str) -> str:
    return f"touch {canaries / name}"
