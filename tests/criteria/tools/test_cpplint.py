"""Cpplint: constructs that nobody defends, and its own markers without effect."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import cpplint

BAD = "void f(char *s) {\n  strcpy(s, t);\n}\n"


def test_a_copy_without_limit_is_told(tmp_path: Path) -> None:
    """With its rule, line and neutral name."""
    assert rules(examine(cpplint, tmp_path, {"f000001.c": BAD})) == [("f000001.c", "runtime/printf", 2)]


@pytest.mark.parametrize(
    "marker", ["// NOLINT", "/* NOLINT(runtime/printf) */", "// NOLINTNEXTLINE\n", "// LINT_C_FILE"]
)
def test_markers_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: it has no switch against them, so they lose their effect in our copy."""
    code = BAD.replace("  strcpy", f"{marker}\n  strcpy") if "NEXT" in marker else BAD.replace(";\n", f";  {marker}\n")
    assert [rule for _, rule, _ in rules(examine(cpplint, tmp_path, {"f000001.cc": f"// NOLINTBEGIN\n{code}"}))] == [
        "runtime/printf"
    ]


def test_layout_is_not_judged(tmp_path: Path) -> None:
    """Seven layouts are in use, and each has its tool."""
    code = (
        "#include <vector>\n#include <a>\nclass A{ public:A(int x):x_((long)x){} int x_ ; };\n\tint main( ){return 0;}"
    )
    assert not examine(cpplint, tmp_path, {"f000001.cc": code, "f000002.hh": code}).hits


def test_a_namespace_is_opened_for_all_only_in_a_header(tmp_path: Path) -> None:
    """A source may use names as it likes."""
    files = {"f000001.cc": "using namespace std;\n", "f000002.hh": "using namespace std;\n"}
    assert rules(examine(cpplint, tmp_path, files)) == [("f000002.hh", "build/namespaces", 1)]


@pytest.mark.parametrize(
    ("path", "suffix"),
    [("a.c", ".c"), ("a.C", ".cc"), ("a.H", ".hh"), ("a.hpp", ".hh"), ("a.cxx", ".cc"), ("a.h", ".h"), ("", ".cc")],
)
def test_the_kind_of_file_is_kept(path: str, suffix: str) -> None:
    """C, a header of either language, a header of C++, C++."""
    assert cpplint.suffix(path) == suffix


@pytest.mark.threat("T28")
def test_configuration_beside_the_files_is_not_read(tmp_path: Path) -> None:
    """Nor in the folders above, where it looks as well."""
    folder = tmp_path / "below"
    folder.mkdir()
    for place in (tmp_path, folder):
        (place / "CPPLINT.cfg").write_text("exclude_files=.*\nfilter=-runtime\n")
    assert rules(examine(cpplint, folder, {"f000001.c": BAD}))
