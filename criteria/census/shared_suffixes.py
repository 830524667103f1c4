"""Suffixes that more than one language claims: the beginning of the text decides."""

import re
from collections.abc import Callable, Mapping

_CPLUSPLUS = re.compile(rb"^[ \t]{0,40}(?:namespace|template[ \t]*<|class [A-Za-z_]|using |public:|private:)", re.M)
_OBJECTIVE_C = re.compile(rb"^[ \t]{0,40}(?:#import|@interface|@implementation|@class)", re.M)
_GNUPLOT = re.compile(rb"^[ \t]{0,40}(?:set (?:term|output|xlabel|key)|s?plot )", re.M)
_APPTAINER = re.compile(rb"^(?i:bootstrap):", re.M)
_TROFF = re.compile(rb"^[.'](?:TH|Dd|SH|\\\")", re.M)
_FORTRAN = re.compile(
    rb"^[ \t]{0,40}(?i:(?:end[ \t]?)?(?:subroutine|function|module|interface|program)\b(?![ \t]*[({])"
    rb"|implicit[ \t]{1,8}none|call[ \t]{1,8}\w|common[ \t]{0,8}/|parameter[ \t]{0,8}\("
    rb"|(?:integer|real|complex|logical|character|double precision|type)\b[^\n;{}]{0,200}::|![$ ])",
    re.M,
)
_IDL = re.compile(rb"^[ \t]{0,40}(?i:pro|function)[ \t]{1,8}\w{1,80}(?:::\w{1,80})?[ \t]{0,8}(?:,|;|\r?$)", re.M)
_MODELICA = re.compile(
    rb"^[ \t]{0,40}(?:within\b|partial |(?:package|model|block|record|function|connector|type) \w)", re.M
)
_NMODL = re.compile(rb"^[ \t]{0,40}(?:NEURON|PARAMETER|ASSIGNED|BREAKPOINT|STATE|UNITS|INITIAL)[ \t]{0,8}\{", re.M)
_STATA = re.compile(
    rb"^[ \t]{0,40}(?:use |gen(?:erate)? |reg(?:ress)? |program (?:define |drop )|version \d|replace |set more)", re.M
)


def _other(pattern: re.Pattern[bytes], yes: str, no: str | None) -> Callable[[bytes], str | None]:
    return lambda head: yes if pattern.search(head) else no


# Suffix -> the name of the language of a text that begins like this; None where it is none that is known here.
SHARED: Mapping[str, Callable[[bytes], str | None]] = {
    ".h": _other(_CPLUSPLUS, "C++", "C"),
    ".m": _other(_OBJECTIVE_C, "Objective-C", "MATLAB"),
    ".gp": _other(_GNUPLOT, "Gnuplot", "PARI/GP"),
    ".def": _other(_APPTAINER, "Apptainer", None),
    ".inc": _other(_FORTRAN, "Fortran", None),
    ".pro": _other(_IDL, "IDL", None),  # else the project file of qmake
    ".mo": _other(_MODELICA, "Modelica", None),  # else a catalogue of translations
    ".mod": _other(_NMODL, "NMODL", None),  # else a module of Go
    ".do": _other(_STATA, "Stata", None),  # else a page of some web server
    ".asc": lambda head: None if head.startswith(b"-----BEGIN") else "AsciiDoc",
    ".ts": lambda head: "XML" if head.lstrip()[:1] == b"<" else "TypeScript",
    **{f".{section}": _other(_TROFF, "man page", None) for section in range(1, 9)},
}
