import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.census.languages import LANGUAGES, identify


@pytest.mark.parametrize(
    ("name", "head", "language"),
    [
        ("matrix.pyx", b"", "Cython"),
        ("matrix.pxd", b"", "Cython"),
        ("matrix.pxi", b"", "Cython"),
        ("orders.gi", b"", "GAP"),
        ("orders.gd", b"", "GAP"),
        ("orders.g", b"", "GAP"),
        ("series.gp", b"f(x)=x^2;\n", "PARI/GP"),
        ("series.gp", b"set terminal png\n", "Gnuplot"),
        ("check.m4", b"", "m4"),
        ("solver.F90", b"", "Fortran"),
        ("solver.C", b"", "C++"),
        ("solver.c", b"", "C"),
        ("a.h", b"int f(void);\n", "C"),
        ("a.h", b"namespace a {\n", "C++"),
        ("a.m", b"@interface A\n", "Objective-C"),
        ("a.m", b"x = 1;\n", "MATLAB"),
        ("limits.inc", b"      integer, parameter :: n = 3\n", "Fortran"),
        ("limits.inc", b"<?php $n = 3;\n", None),
        ("reduce.pro", b"pro reduce, image\n", "IDL"),
        ("app.pro", b"TEMPLATE = app\n", None),
        ("pump.mo", b"model Pump\n", "Modelica"),
        ("na.mod", b"NEURON {\n", "NMODL"),
        ("go.mod", b"module example.org/a\n", None),
        ("panel.do", b"version 17\n", "Stata"),
        ("fit.stan", b"", "Stan"),
        ("fit.Rd", b"", "R documentation"),
        ("fit.jl", b"", "Julia"),
        ("fit.R", b"", "R"),
        ("lib.rs", b"", "Rust"),
        ("main.go", b"", "Go"),
        ("App.java", b"", "Java"),
        ("app.ts", b"export {}\n", "TypeScript"),
        ("qt.ts", b"<?xml version='1.0'?>\n", "XML"),
        ("Dockerfile.arm64", b"", "Dockerfile"),
        ("Dockerfile-test", b"", "Dockerfile"),
        ("Makefile", b"", "Make"),
        ("tool.1", b".TH TOOL 1\n", "man page"),
        ("data.1", b"0 0 0\n", None),
        ("README", b"", "Plain text"),
        ("LICENSE", b"", "Plain text"),
        ("note.ipynb", b"{}", "Jupyter Notebook"),
        ("build", b"x", None),
        ("requirements-dev.txt", b"", "Requirements"),
        ("run", b"#!/usr/bin/env python3\n", "Python"),
        ("run", b"#!/bin/bash -e\n", "Shell"),
        ("run", b"#!/nothing/known\n", None),
    ],
)
def test_a_language_is_known_by_name_suffix_or_text(name: str, head: bytes, language: str | None) -> None:
    found = identify(name, head).language
    assert (found.name if found else None) == language


def test_a_template_has_the_language_of_what_it_makes() -> None:
    found = identify("library_impl.pyx.in", b"")
    assert found.language is not None
    assert (found.language.name, found.template) == ("Cython", True)
    assert not identify("MANIFEST.in", b"").template


@pytest.mark.parametrize(
    ("name", "language"),
    [("solve.fypp", "Fortran"), ("loops.c.src", "C"), ("distances.pyx.tp", "Cython"), ("solve.f90.in", "Fortran")],
)
def test_code_behind_a_preprocessor_counts_for_its_language_and_is_read_by_none_of_its_tools(
    name: str, language: str
) -> None:
    found = identify(name, b"")
    assert found.language is not None
    assert (found.language.name, found.template) == (language, True)


@pytest.mark.threat("A14")
def test_code_under_a_text_suffix_is_found_by_its_first_line() -> None:
    found = identify("notes.txt", b"#!/usr/bin/python3\nimport os\n").language
    assert found is not None
    assert found.name == "Python"


def test_no_suffix_or_name_belongs_to_two_languages() -> None:
    for field in ("suffixes", "names", "interpreters"):
        words = [word for language in LANGUAGES for word in getattr(language, field).split()]
        assert len(words) == len(set(words))


@given(st.text(max_size=300), st.binary(max_size=600))
def test_any_name_and_any_bytes_get_an_answer(name: str, head: bytes) -> None:
    identify(name, head)
    identify(name, b"#!" + head)
