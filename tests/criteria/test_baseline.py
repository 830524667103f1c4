"""The files of baselines: ours are right, and what is wrong with another is one sentence with file, line and key."""

from pathlib import Path

import pytest

from criteria import baseline as baselines
from criteria.baseline_file import parse
from criteria.errors import BaselineError
from criteria.model import Level, Requirement, Strength

GOOD = """\
id: mine
version: "1"
title: Mine
source: myself
groups: {legal: Legal matters}
strengths: {bronze: E1, gold: E3}
levels:
  bronze: [A]
  gold: [B]
criteria:
  A:
    title: First
    rules:
      QC.Lic01:
        requirement: MUST
        weight: 2.5
        accepts_attestation: true
        group: legal
        maturity: 2
        same_as: [other:X1]
        minimum: {gold: E4}
      A.2: {requirement: MAY, check: QC.Lic02}
  B:
    title: Second
    also_blocking: [B.2]
    rules:
      B.1: {requirement: MUST NOT, check: QC.Doc01}
      B.2: {requirement: SHOULD, check: QC.Doc02, parameters: {minimum_text_share: 0.5}}
"""


@pytest.mark.parametrize("name", baselines.names())
def test_each_baseline_of_ours_is_right(name: str) -> None:
    """Strictly read, it names checks that exist, and its id is its name."""
    assert baselines.load(name).ref.id == name


def test_everything_a_file_can_say_is_read() -> None:
    """Weights, attestation, groups, maturity and crosswalk reach the rule; a level holds what is below it."""
    mine = parse(GOOD.encode())
    first = mine.criteria[0].rules[0]
    assert (first.weight, first.accepts_attestation, first.group, first.maturity) == (2.5, True, "legal", 2)
    assert (first.same_as, first.minimum) == (("other:X1",), {Level.GOLD: Strength.E4})
    assert mine.levels == {Level.BRONZE: ("A",), Level.GOLD: ("A", "B")}
    assert mine.strengths == {Level.BRONZE: Strength.E1, Level.GOLD: Strength.E3}
    assert [rule.blocking for rule in mine.rules()] == [True, False, True, True]
    assert mine.criteria[1].rules[0].requirement is Requirement.MUST_NOT


def test_a_baseline_may_have_no_levels() -> None:
    """A framework that knows none is told by its bounds."""
    text = GOOD.replace("strengths: {bronze: E1, gold: E3}\n", "")
    text = text.replace("levels:\n  bronze: [A]\n  gold: [B]\n", "levels: {}\n")
    assert dict(parse(text.encode()).levels) == {}


WRONG = [
    ("requirement: MAY,", "requirment: MAY,", "F:22: .*unknown key 'requirment'.*did you mean 'requirement'"),
    ("check: QC.Lic02", "check: QC.Lic99", "F:22: rule A.2 names the check 'QC.Lic99'.*did you mean 'QC.Lic0"),
    ("requirement: MAY", "requirement: MIGHT", "F:22: .*'MIGHT'"),
    ("bronze: [A]", "bronze: [AA]", "F:8: level bronze names no criterion.*'AA'"),
    ("bronze: [A]", "bronze: []", "F:8: level bronze asks for nothing"),
    ("bronze: [A]", "brons: [A]", "F:8: .*unknown key 'brons'.*did you mean 'bronze'"),
    ("bronze: E1", "bronze: E9", "F:6: .*'E9'"),
    ("{bronze: E1, gold: E3}", "{bronze: E1}", "F:6: 'strengths' has no 'gold'"),
    ("weight: 2.5", "weight: 0", "F:16: the weight of QC.Lic01 is 0"),
    ("weight: 2.5", "weight: heavy", "F:16: .*must be a number"),
    ("accepts_attestation: true", "accepts_attestation: 1", "F:17: .*must be true or false"),
    ("group: legal", "group: lega", "F:18: .*did you mean 'legal'"),
    ("maturity: 2", "maturity: 4", "F:19: the maturity of QC.Lic01 must be 1, 2 or 3"),
    ("also_blocking: [B.2]", "also_blocking: [B.3]", "F:25: 'B.3' is no rule of B"),
    ("      A.2:", "      QC.Lic01:", "F:22: the key 'QC.Lic01' stands here again"),
    ("      B.1: {requirement: MUST NOT, check: QC.Doc01}", "      A.2: {requirement: MUST, check: QC.Doc01}",
     "rule A.2 stands in A and in B"),
    ("same_as: [other:X1]", "same_as: other", "F:20: .*must be a list of texts"),
    ("id: mine", "id: ../mine", "F:1: .*is no id"),
    ("id: mine", "name: mine", "F:1: unknown key 'name' in the file"),
    ("title: First", "title: ''", "F:12: .*must be a text"),
    ("version: \"1\"", "version: 1.0", "F:2: .*must be a text.*without quotes it is a number"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_what_is_wrong_is_told_with_file_line_and_key(old: str, new: str, said: str) -> None:
    """One sentence, and the nearest word that exists."""
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(BaselineError, match=said):
        parse(text.encode(), "F")


def test_a_level_without_a_deciding_rule_is_refused() -> None:
    """A criterion of options alone would hold for everybody."""
    text = GOOD.replace("        requirement: MUST\n", "        requirement: MAY\n")
    with pytest.raises(BaselineError, match="level bronze asks for A, of which no rule decides"):
        parse(text.encode(), "F")


@pytest.mark.threat("A23")
@pytest.mark.parametrize("text", ["", "[]", "a: [" * 40, "a: &b [1]\nc: *b\n", "x" * 600_000, "\0", "id: !!python/x 1"])
def test_a_file_that_is_none_is_an_error(text: str) -> None:
    """No traceback, whatever stands in it."""
    with pytest.raises(BaselineError):
        parse(text.encode(), "F")


class TestOwnFile:
    def put(self, folder: Path, text: str) -> str:
        (folder / "mine.yaml").write_text(text)
        return str(folder / "mine.yaml")

    def test_a_file_of_the_users_own(self, tmp_path: Path) -> None:
        """It is named by its path, and its digest is that of its bytes."""
        mine = baselines.load(self.put(tmp_path, GOOD))
        assert mine.ref.id == "mine"
        assert mine.ref.digest == parse(GOOD.encode()).ref.digest

    @pytest.mark.threat("A19")
    def test_it_cannot_take_the_name_of_ours(self, tmp_path: Path) -> None:
        """A report would say that it was judged by what it was not judged by."""
        path = self.put(tmp_path, GOOD.replace("id: mine", f"id: {baselines.DEFAULT}"))
        with pytest.raises(BaselineError, match="is that of a baseline of Assay"):
            baselines.load(path)

    def test_a_misspelt_limit_is_no_limit(self, tmp_path: Path) -> None:
        """Limits are those that our own baselines give the check; each is needed."""
        with pytest.raises(BaselineError, match="no parameter 'minimum_text'; did you mean 'minimum_text_share'"):
            baselines.load(self.put(tmp_path, GOOD.replace("minimum_text_share", "minimum_text")))
        with pytest.raises(BaselineError, match="needs the parameter 'minimum_text_share'"):
            baselines.load(self.put(tmp_path, GOOD.replace(", parameters: {minimum_text_share: 0.5}", "")))

    @pytest.mark.parametrize(
        ("value", "kind"), [("'0.5'", "text"), ("true", "truth value"), ("[1]", "list"), ("", "null")]
    )
    def test_a_limit_of_another_kind_is_the_users_error(self, tmp_path: Path, value: str, kind: str) -> None:
        """Its check could not compare with it, and the report would call that a fault of ours."""
        text = GOOD.replace("{minimum_text_share: 0.5}", f"{{minimum_text_share: {value}}}")
        with pytest.raises(BaselineError, match=f"'minimum_text_share' is a {kind}; its check needs a number"):
            baselines.load(self.put(tmp_path, text))

    @pytest.mark.parametrize("name", ["/nowhere/x.yaml", "./", "a\0/b.yaml"])
    def test_a_file_that_cannot_be_read(self, name: str) -> None:
        with pytest.raises(BaselineError, match="cannot read the baseline"):
            baselines.load(name)

    def test_an_unknown_name(self) -> None:
        """The nearest there is is named."""
        with pytest.raises(BaselineError, match=r"did you mean 'eosc-software-4.1'"):
            baselines.load("eosc-software-4.0")


def test_a_baseline_is_found_without_its_version() -> None:
    """The newest of its versions; what is no version is no baseline."""
    assert baselines.load("sage").ref.id == "sage-1.0"
    assert baselines.load("eosc-software").ref.id == "eosc-software-4.1"
    for name in ("sag", "sage-", "eosc", "openssf", "fair4rs"):
        with pytest.raises(BaselineError, match="no baseline is called"):
            baselines.load(name)


def test_of_several_versions_the_newest_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """By number and not by letter."""
    monkeypatch.setattr(baselines, "names", lambda: ["sage-1.0", "sage-1.10", "sage-1.9", "sage-next", "sage-math-7"])
    assert baselines._full("sage") == "sage-1.10"


@pytest.mark.threat("A19")
def test_what_ships_with_us_is_never_a_file(tmp_path: Path) -> None:
    """A project that names further baselines cannot make us read its own."""
    (tmp_path / "own.yaml").write_text(GOOD)
    for name in (str(tmp_path / "own.yaml"), "own.yaml", "../baselines/sage-1.0"):
        with pytest.raises(BaselineError, match="no baseline is called"):
            baselines.shipped(name)
