from pathlib import Path

from gathered import gathered

from criteria.checks import bundled_licences
from criteria.model import Outcome

LIMITS = {"minimum_named": 0.5}
CODE = {"vendor/lib/a.c": "int a;\n", "vendor/lib/b.c": "int b;\n"}


def test_a_component_with_its_licence_passes(tmp_path: Path) -> None:
    beside = {**CODE, "vendor/lib/LICENSE": "MIT License\n\nPermission is hereby granted, free of charge\n"}
    heads = {path: f"/* SPDX-License-Identifier: MIT */\n{text}" for path, text in CODE.items()}
    assert bundled_licences.judge(gathered(tmp_path / "a", beside), LIMITS).outcome is Outcome.PASS
    assert bundled_licences.judge(gathered(tmp_path / "b", heads), LIMITS).outcome is Outcome.PASS


def test_a_component_without_one_fails_and_nothing_bundled_has_no_subject(tmp_path: Path) -> None:
    verdict = bundled_licences.judge(gathered(tmp_path / "a", CODE), LIMITS)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings
    assert (
        bundled_licences.judge(gathered(tmp_path / "b", {"a.c": "int a;\n"}), LIMITS).outcome is Outcome.NOT_APPLICABLE
    )
