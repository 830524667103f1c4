"""Which language a file is written in: by its name, its suffix, its first line, and where a suffix is shared, its text.

The answer never depends on `.gitattributes` or on anything else with which a project could hide code (A14).
"""

import io
import re
from collections.abc import Mapping

import attrs
from identify.identify import parse_shebang

from criteria.census.shared_suffixes import SHARED

PROGRAMMING, BUILD, NOTEBOOK, MARKUP, CONFIGURATION, DATA = (
    "programming",
    "build",
    "notebook",
    "markup",
    "configuration",
    "data",
)
HEAD = 4096  # bytes of a file that are looked at


@attrs.frozen
class Language:
    """A language and how its files are known. `suffixes`, `names` and `interpreters` are lists with blanks between."""

    name: str
    group: str
    suffixes: str = ""
    names: str = ""
    interpreters: str = ""


LANGUAGES: tuple[Language, ...] = (
    Language("Python", PROGRAMMING, ".py .pyi .pyw .xsh", "wscript SConstruct SConscript", "python xonsh"),
    Language("Cython", PROGRAMMING, ".pyx .pxd .pxi .spyx"),
    Language("Sage", PROGRAMMING, ".sage", interpreters="sage"),
    Language("Snakemake", PROGRAMMING, ".smk", "Snakefile"),
    Language("C", PROGRAMMING, ".c .h"),
    Language("C++", PROGRAMMING, ".cc .cpp .cxx .c++ .hh .hpp .hxx .h++ .ipp .tcc .tpp .txx .inl .cppm .ixx"),
    Language("CUDA", PROGRAMMING, ".cu .cuh"),
    Language("HIP", PROGRAMMING, ".hip"),
    Language("ISPC", PROGRAMMING, ".ispc"),
    Language("OpenCL", PROGRAMMING, ".cl"),
    Language("Objective-C", PROGRAMMING, ".m .mm"),
    Language("Fortran", PROGRAMMING, ".f .for .ftn .f77 .f90 .f95 .f03 .f08 .f18 .fpp .pf .fypp .inc .pyf"),
    Language("Assembly", PROGRAMMING, ".s .asm .nasm"),
    Language("Julia", PROGRAMMING, ".jl", interpreters="julia"),
    Language("R", PROGRAMMING, ".r .rprofile", ".Rprofile", "Rscript"),
    Language("MATLAB", PROGRAMMING, ".mlx", interpreters="octave"),
    Language("GAP", PROGRAMMING, ".g .gi .gd .gap .tst", interpreters="gap"),
    Language("PARI/GP", PROGRAMMING, ".gp .pari", interpreters="gp"),
    Language("Gnuplot", PROGRAMMING, ".gnuplot .plt .gnu", interpreters="gnuplot"),
    Language("Maxima", PROGRAMMING, ".mac .wxm"),
    Language("Mathematica", PROGRAMMING, ".wl .wls .nb"),
    Language("Lean", PROGRAMMING, ".lean"),
    Language("Macaulay2", PROGRAMMING, ".m2"),
    Language("Maple", PROGRAMMING, ".mpl"),
    Language("Scilab", PROGRAMMING, ".sci .sce"),
    Language("IDL", PROGRAMMING, ".pro"),
    Language("Stan", PROGRAMMING, ".stan"),
    Language("Stata", PROGRAMMING, ".do .ado .mata"),
    Language("SAS", PROGRAMMING, ".sas"),
    Language("Modelica", PROGRAMMING, ".mo .mos"),
    Language("NMODL", PROGRAMMING, ".mod .hoc"),
    Language("GAMS", PROGRAMMING, ".gms"),
    Language("MiniZinc", PROGRAMMING, ".mzn"),
    Language("NetLogo", PROGRAMMING, ".nlogo"),
    Language("Chapel", PROGRAMMING, ".chpl"),
    Language("WDL", PROGRAMMING, ".wdl"),
    Language("GLSL", PROGRAMMING, ".glsl .vert .frag .comp .geom"),
    Language("VHDL", PROGRAMMING, ".vhd .vhdl"),
    Language("SystemVerilog", PROGRAMMING, ".sv .svh"),
    Language("Isabelle", PROGRAMMING, ".thy"),
    Language("Agda", PROGRAMMING, ".agda .lagda"),
    Language("Lisp", PROGRAMMING, ".lisp .lsp .asd .el .scm .rkt .clj", interpreters="sbcl ecl guile"),
    Language("Haskell", PROGRAMMING, ".hs .lhs"),
    Language("OCaml", PROGRAMMING, ".ml .mli"),
    Language("Rust", PROGRAMMING, ".rs"),
    Language("Go", PROGRAMMING, ".go"),
    Language("Java", PROGRAMMING, ".java"),
    Language("Kotlin", PROGRAMMING, ".kt .kts"),
    Language("Scala", PROGRAMMING, ".scala"),
    Language("Groovy", PROGRAMMING, ".groovy .gradle .nf", "Jenkinsfile", "groovy nextflow"),
    Language("C#", PROGRAMMING, ".cs"),
    Language("F#", PROGRAMMING, ".fs .fsx .fsi"),
    Language("Dart", PROGRAMMING, ".dart"),
    Language("Erlang", PROGRAMMING, ".erl .hrl"),
    Language("Elixir", PROGRAMMING, ".ex .exs"),
    Language("Swift", PROGRAMMING, ".swift"),
    Language("Zig", PROGRAMMING, ".zig"),
    Language("Nim", PROGRAMMING, ".nim"),
    Language("D", PROGRAMMING, ".d"),
    Language("Pascal", PROGRAMMING, ".pas .pp .dpr"),
    Language("Ada", PROGRAMMING, ".adb .ads"),
    Language("JavaScript", PROGRAMMING, ".js .mjs .cjs .jsx", interpreters="node nodejs"),
    Language("TypeScript", PROGRAMMING, ".ts .tsx .mts .cts", interpreters="deno"),
    Language("Vue", PROGRAMMING, ".vue"),
    Language("PHP", PROGRAMMING, ".php", interpreters="php"),
    Language("Ruby", PROGRAMMING, ".rb .gemspec", "Gemfile Rakefile Vagrantfile Brewfile", "ruby"),
    Language("Perl", PROGRAMMING, ".pl .pm .t", interpreters="perl"),
    Language("Lua", PROGRAMMING, ".lua", interpreters="lua"),
    Language("Tcl", PROGRAMMING, ".tcl", interpreters="tclsh wish expect"),
    Language("Awk", PROGRAMMING, ".awk", interpreters="awk gawk"),
    Language("SQL", PROGRAMMING, ".sql"),
    Language("PowerShell", PROGRAMMING, ".ps1 .psm1", interpreters="pwsh"),
    Language("Batch", PROGRAMMING, ".bat .cmd"),
    Language(
        "Shell",
        PROGRAMMING,
        ".sh .bash .zsh .ksh .csh .tcsh .fish .bats",
        ".bashrc .profile .envrc PKGBUILD spkg-install spkg-build spkg-check spkg-preinst spkg-postinst "
        "spkg-legacy-uninstall",
        "sh bash dash ash zsh ksh csh tcsh fish bats",
    ),
    Language("Yacc", PROGRAMMING, ".y .yy"),
    Language("Lex", PROGRAMMING, ".l .ll .lex"),
    Language("SWIG", PROGRAMMING, ".swg"),
    Language("m4", BUILD, ".m4 .ac", "configure.in"),
    Language("Make", BUILD, ".mk .mak", "Makefile makefile GNUmakefile", "make"),
    Language("Automake", BUILD, ".am"),
    Language("CMake", BUILD, ".cmake", "CMakeLists.txt"),
    Language("Meson", BUILD, "", "meson.build meson.options meson_options.txt"),
    Language("Bazel", BUILD, ".bzl .bazel", "BUILD WORKSPACE"),
    Language("Dockerfile", BUILD, ".dockerfile .containerfile", "Dockerfile Containerfile"),
    Language("Apptainer", BUILD, ".def", "Singularity"),
    Language("Nix", BUILD, ".nix"),
    Language("RPM spec", BUILD, ".spec"),
    Language("MANIFEST.in", BUILD, "", "MANIFEST.in"),
    Language("Jupyter Notebook", NOTEBOOK, ".ipynb"),
    Language("R Markdown", NOTEBOOK, ".rmd .qmd .rnw"),
    Language("Markdown", MARKUP, ".md .markdown .mdown .mkd .mkdn .mdx"),
    Language("reStructuredText", MARKUP, ".rst .rest"),
    Language("AsciiDoc", MARKUP, ".adoc .asciidoc .asc"),
    Language("Org", MARKUP, ".org"),
    Language("LaTeX", MARKUP, ".tex .ltx .sty .cls .bst .dtx .ins"),
    Language("BibTeX", MARKUP, ".bib"),
    Language("Texinfo", MARKUP, ".texi .texinfo .txi"),
    Language("R documentation", MARKUP, ".rd"),
    Language("man page", MARKUP, ".man .1 .2 .3 .4 .5 .6 .7 .8"),
    Language("HTML", MARKUP, ".html .htm .xhtml"),
    Language(
        "Plain text",
        MARKUP,
        ".txt .text",
        "README LICENSE LICENCE COPYING AUTHORS CONTRIBUTING CHANGELOG CHANGES NEWS NOTICE INSTALL MAINTAINERS "
        "THANKS TODO VERSION HACKING ACKNOWLEDGEMENTS",
    ),
    Language("CSS", MARKUP, ".css .scss .sass .less"),
    Language("SVG", DATA, ".svg"),
    Language("XML", DATA, ".xml .xsd .xsl .xslt .rng .ui .dbk"),
    Language("JSON", DATA, ".json .jsonl .json5 .geojson .jsonld .webmanifest"),
    Language("CSV", DATA, ".csv .tsv .psv"),
    Language("Diff", DATA, ".diff .patch"),
    Language("YAML", CONFIGURATION, ".yml .yaml .cff .cwl", ".clang-format .clang-tidy .ansible-lint .yamllint"),
    Language("TOML", CONFIGURATION, ".toml", "Pipfile"),
    Language(
        "INI",
        CONFIGURATION,
        ".ini .cfg .conf .properties",
        ".flake8 .coveragerc .editorconfig .pylintrc pylintrc .gitmodules .gitconfig",
    ),
    Language("Requirements", CONFIGURATION, "", "requirements.txt constraints.txt"),
    Language(
        "Ignore list",
        CONFIGURATION,
        "",
        ".gitignore .dockerignore .npmignore .gitattributes .mailmap .prettierignore .git-blame-ignore-revs",
    ),
)

BY_NAME: Mapping[str, Language] = {language.name: language for language in LANGUAGES}
_SUFFIXES = {suffix: item for item in LANGUAGES for suffix in item.suffixes.split()}
_NAMES = {name: item for item in LANGUAGES for name in item.names.split()}
_ANY_CASE = {name.lower(): item for name, item in _NAMES.items() if item.name in ("Plain text", "Dockerfile")}
_INTERPRETERS = {name: item for item in LANGUAGES for name in item.interpreters.split()}
_TEMPLATES = (".in", ".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".mako", ".erb", ".tp", ".src")
# Code of a language with the directives of a preprocessor that no compiler of the language runs.
_PREPROCESSED = (".fypp",)


@attrs.frozen
class Identified:
    """`language` is None where nothing is known. A template must be filled in before a tool can read it."""

    language: Language | None
    template: bool = False


def identify(name: str, head: bytes) -> Identified:
    """The language of a file called `name` (no folder) that begins with `head`."""
    bare, template = _without_template_suffix(name)
    template = template or name.lower().endswith(_PREPROCESSED)
    found = _by_name(bare, head)
    if (found is None or found.group not in (PROGRAMMING, BUILD)) and head.startswith(b"#!"):
        found = _by_shebang(head) or found
    return Identified(found, template and found is not None)


def _without_template_suffix(name: str) -> tuple[str, bool]:
    stem, dot, suffix = name.rpartition(".")
    if name in _NAMES or not dot or f".{suffix.lower()}" not in _TEMPLATES:
        return name, False
    return stem, True


def _by_name(name: str, head: bytes) -> Language | None:
    exact = _NAMES.get(name) or _ANY_CASE.get(name.lower())
    if exact is not None:
        return exact
    if name.lower().startswith("requirements") and name.endswith((".txt", ".in", "requirements")):
        return BY_NAME["Requirements"]
    _, dot, suffix = name.rpartition(".")
    suffix = f".{suffix.lower()}" if dot else ""
    if suffix in SHARED:
        shared = SHARED[suffix](head)
        return BY_NAME[shared] if shared else None
    if suffix in _SUFFIXES:
        return _CAPITAL.get(name[-2:], _SUFFIXES[suffix])
    return _ANY_CASE.get(re.split("[.-]", name, maxsplit=1)[0].lower())  # Dockerfile.arm64, Dockerfile-test


_CAPITAL = {".C": BY_NAME["C++"], ".H": BY_NAME["C++"]}


def _by_shebang(head: bytes) -> Language | None:
    command = parse_shebang(io.BytesIO(head.partition(b"\n")[0][:256] + b"\n"))
    for word in command[:1]:
        interpreter = word.rpartition("/")[2]
        return _INTERPRETERS.get(interpreter) or _INTERPRETERS.get(interpreter.rstrip("0123456789."))
    return None
