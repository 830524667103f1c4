"""Events of `go test -json`."""

import json

import pytest
from readings import by_id, capture, ends, of_file

from workers.errors import ResultError


def event(action: str, test: str = "", package: str = "p", **more: object) -> str:
    return json.dumps({"Action": action, "Package": package, **({"Test": test} if test else {}), **more}) + "\n"


def test_every_test_and_subtest_is_named_by_its_package() -> None:
    """And a failure brings its words."""
    cases = by_id(of_file("go", capture("go.json")))
    assert cases["example.org/tiny::TestTable/three"].message == "    tiny_test.go:16: three is bad"
    assert cases["example.org/tiny/broken"].outcome == "error"


def test_an_end_that_was_lost_is_found_among_the_words() -> None:
    """A test that prints no newline hides its own end."""
    assert by_id(of_file("go", capture("go.json")))["example.org/tiny::TestNoisy"].outcome == "passed"


def test_a_test_that_never_ended_is_an_error() -> None:
    """Of a package that failed, and of a file that was cut off."""
    assert ends(of_file("go", event("run", "T") + event("fail"))) == (0, 0, 1, 0)
    assert ends(of_file("go", event("run", "T"))) == (0, 0, 1, 0)


def test_a_package_that_failed_without_a_test_is_an_error() -> None:
    """Its tests all passed: something else is broken."""
    assert ends(of_file("go", event("run", "T") + event("pass", "T") + event("fail"))) == (1, 0, 1, 0)
    assert ends(of_file("go", event("run", "T") + event("fail", "T") + event("fail"))) == (0, 1, 0, 0)


def test_events_of_wrong_shape_are_passed_by() -> None:
    """A file without a single event is refused."""
    assert of_file("go", '[1]\n{"Action": 3}\n{bad\n' + event("start")) == []
    with pytest.raises(ResultError, match="go test"):
        of_file("go", '{"Action": 3}\n')
