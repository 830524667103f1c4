"""The report document: its shape, its caps, and that nothing but `run` depends on when it was made."""

import json
from datetime import datetime
from typing import Any

import attrs
import jsonschema
import pytest
import report_examples as examples

from criteria import baseline
from criteria.evidence import cells
from criteria.evidence.cells import FileCoverage
from criteria.model import Evidence, EvidenceSet, Finding, Level, Strength, plain
from reports.document import RunFacts, document
from reports.findings import MAX_FINDINGS
from reports.schema import check_document, report_schema

HOSTILE = "<img src=x>\x1b[31m\u202e\udcff@all #1 {{7*7}}\n| a | b |"
DOCUMENTS = {
    "example": examples.example(),
    "empty": examples.empty(),
    "gold": examples.gold(),
    "excepted": examples.excepted(),
    "hostile": examples.hostile(HOSTILE),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_fits_the_published_schema(name: str) -> None:
    """What we write is what we say we write."""
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(DOCUMENTS[name]))
    assert not errors, [(error.json_path, error.message[:200]) for error in errors]


def test_the_schema_refuses_an_unknown_key() -> None:
    """A key nobody described is an error, at the top and inside."""
    validator = jsonschema.Draft202012Validator(report_schema())
    assert not validator.is_valid({**DOCUMENTS["example"], "score": 7})
    changed = json.loads(json.dumps(DOCUMENTS["example"]))
    changed["cells"][0]["score"] = 7
    assert not validator.is_valid(changed)


def test_a_report_of_another_format_says_so() -> None:
    """What an older Assay wrote is not read half; one sentence says what to do."""
    assert check_document(DOCUMENTS["example"]) is None
    assert "of format '1.0'" in (check_document({**DOCUMENTS["example"], "schema_version": "1.0"}) or "")
    assert check_document([]) is not None


def test_only_run_differs_between_two_runs() -> None:
    """The same evidence on another machine on another day is the same report but for `run`."""
    other = RunFacts(datetime.fromisoformat("2031-01-01T00:00:00+02:00"), {"engine": "podman"}, {}, {"judge": 9.0})
    first = examples.example()
    second = document(examples.assessment(), examples.SUBJECT, examples.evidence(), other)
    second["baseline"]["digest"] = first["baseline"]["digest"]  # fixed in the example
    assert first.pop("run") != second.pop("run")
    assert first == second


def test_times_are_utc_and_a_time_without_a_zone_is_refused() -> None:
    """A time without a zone would mean another instant on another machine."""
    made = document(
        examples.assessment(),
        examples.SUBJECT,
        EvidenceSet({}),
        RunFacts(datetime.fromisoformat("2031-01-01T00:00:00+02:00")),
    )
    assert made["run"]["time"] == "2030-12-31T22:00:00Z"
    with pytest.raises(ValueError, match="no time zone"):
        document(examples.assessment(), examples.SUBJECT, EvidenceSet({}), RunFacts(datetime(2031, 1, 1)))


@pytest.mark.threat("A29")
def test_findings_are_capped_and_counted() -> None:
    """A cut list says how long it was."""
    rules = {rule["id"]: rule for one in DOCUMENTS["example"]["criteria"] for rule in one["subcriteria"]}
    assert len(rules["QC.Sec02"]["findings"]) == MAX_FINDINGS
    assert rules["QC.Sec02"]["findings_total"] == 123


@pytest.mark.threat("A27")
def test_no_string_of_a_document_holds_a_hidden_character() -> None:
    """Control, bidirectional and undecodable characters never get as far as a format."""
    text = json.dumps(DOCUMENTS["hostile"], ensure_ascii=False)
    assert not set(text) & set("\x1b\u202e\udcff\n\x00")
    assert "\\\\x1b[31m\\\\u202e\\\\xff" in text


@pytest.mark.threat("A28")
def test_credentials_in_a_url_do_not_get_into_the_report() -> None:
    """A token that the user typed into a URL is nobody else's business."""
    subject = attrs.evolve(examples.SUBJECT, source="https://me:secret@example.org/a.git")
    made = document(examples.assessment(), subject, examples.evidence(), None)
    assert made["source"] == "https://example.org/a.git"
    assert "secret" not in json.dumps(made)


def test_cells_come_worst_first_and_coverage_is_rounded_down() -> None:
    """Red is on top, and 100 % means all."""
    row = examples.cell(coverage=(FileCoverage("a.py", 99_999, 1, 0),))
    made = document(
        examples.assessment(),
        examples.SUBJECT,
        examples.evidence(row, examples.lost_cell(), examples.red_cell()),
        None,
    )
    assert [cell["status"] for cell in made["cells"]] == ["failed", "not_assessed", "passed"]
    assert made["cells"][2]["coverage"] == {
        "percent": 99.99, "covered": 99_999, "missing": 1, "excluded": 0, "files": 1,
    }  # fmt: skip


def test_no_statement_is_no_percentage() -> None:
    """Coverage of nothing is neither 0 nor 100."""
    made = document(examples.assessment(), examples.SUBJECT, examples.evidence(examples.cell(coverage=())), None)
    assert made["cells"][0]["coverage"]["percent"] is None


def test_a_command_too_long_to_show_whole_is_not_shown() -> None:
    """Half a command does something else."""
    row = examples.cell(status="failed", reproduce="rm -rf /tmp/" + "a" * 5000)
    made = document(examples.assessment(), examples.SUBJECT, examples.evidence(row), None)
    assert made["cells"][0]["reproduce"] is None


def test_evidence_that_came_back_as_plain_data_gives_the_same_report() -> None:
    """A cache may hold evidence as JSON."""
    whole = examples.evidence()
    again = EvidenceSet({kind: Evidence(kind, plain(whole[kind].data), whole[kind].producer) for kind in whole},
                        whole.missing)  # fmt: skip
    made = document(examples.assessment(), examples.SUBJECT, whole, examples.RUN)
    assert document(examples.assessment(), examples.SUBJECT, again, examples.RUN) == made
    assert cells.KIND in again


class TestNext:
    def ids(self, data: dict[str, Any]) -> list[str]:
        return [step["id"] for step in data["next"]]

    def test_what_blocks_the_next_level_comes_first_then_the_cheap(self) -> None:
        """Bronze before silver before gold, minutes before hours before days, advice last."""
        assert self.ids(DOCUMENTS["example"]) == ["QC.Doc06.3", "QC.Met01", "QC.Uni01@devel", "QC.Sec02", "QC.Lic02.1"]
        blocks = [step["blocks"] for step in DOCUMENTS["example"]["next"]]
        assert blocks == ["bronze", "silver", "gold", "gold", None]

    def test_a_pass_too_weak_for_the_next_level_is_named(self) -> None:
        """A maintainer who fails nowhere still learns what keeps the next level away."""
        weak = attrs.evolve(examples.assessment(), level=Level.BRONZE)
        made = document(weak, examples.SUBJECT, examples.evidence(), None)
        step = next(step for step in made["next"] if step["id"] == "QC.Doc06.2")
        assert step["blocks"] == "silver"
        assert step["fix"] == ""
        assert step["reason"].startswith("passed with evidence of strength E2; silver asks for E3")
        first = self.ids(made)[0]
        assert first == "QC.Met01", "a failure that blocks the level comes before a weak pass"

    def test_the_next_level_is_one_that_the_baseline_has(self) -> None:
        """A rule set may leave bronze out: what keeps the lowest level it has away is named, strong enough or not."""
        rules = baseline.load()
        levels = {Level.GOLD: rules.levels[Level.BRONZE]}
        mine = attrs.evolve(rules, levels=levels, strengths={Level.GOLD: Strength.E4})
        made = document(examples.assessment(), examples.SUBJECT, examples.evidence(), None, baseline=mine)
        assert self.ids(made)[0] == "QC.Doc06.3"
        weak = next(step for step in made["next"] if step["id"] == "QC.Doc06.2")
        assert weak["blocks"] == "gold"
        assert "gold asks for E4" in weak["reason"]

    def test_nothing_is_next_after_gold(self) -> None:
        assert DOCUMENTS["gold"]["next"] == []

    def test_an_unknown_rule_set_still_lists_failures(self) -> None:
        """Without the levels nothing is said to block one."""
        foreign = attrs.evolve(
            examples.assessment(), baseline=attrs.evolve(examples.assessment().baseline, digest="sha256:" + "0" * 64)
        )
        made = document(foreign, examples.SUBJECT, examples.evidence(), None)
        assert len(made["next"]) == 5
        assert {step["blocks"] for step in made["next"]} == {None}
        assert {criterion["level"] for criterion in made["criteria"]} == {None}


def test_the_fingerprint_is_that_of_the_model() -> None:
    """Another tool that knows the model finds the same finding again."""
    found = DOCUMENTS["example"]["criteria"][3]["subcriteria"][0]["findings"][0]
    same = Finding("version-conflict", "version 1.3.10 is not the 1.3.17 of setup.cfg", "codemeta.json", 99)
    assert found["fingerprint"] == same.fingerprint
    assert Strength.E2.name == DOCUMENTS["example"]["criteria"][3]["subcriteria"][0]["strength"]


@pytest.mark.threat("A28")
def test_what_others_wrote_keeps_no_secret() -> None:
    """A28, L10: a token in every text of the model; where tools, tests and logs speak only its digest is left."""
    token = "ghp_" + "aB3" * 12
    report = examples.hostile(f"the token is {token} here")
    for key in ("criteria", "change", "cells", "missing", "next"):
        assert token not in str(report[key])
    assert "redacted" in str(report["criteria"])
