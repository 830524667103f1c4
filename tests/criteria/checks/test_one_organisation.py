"""QC.Acc03: by what the forge evidence or the metadata declare."""

import pytest
from workflows import NO_FORGE, documents_of, evidence, forge, workflow

from criteria.checks import one_organisation as check
from criteria.evidence.forge import Forge, ProjectRepository
from criteria.model import Outcome, Strength

LINE = workflow()


def _of(*paths: str, vcs: tuple[str | None, ...] = ("git", "git")) -> Forge:
    return forge(repositories=tuple(ProjectRepository(path, kind) for path, kind in zip(paths, vcs, strict=False)))


def test_several_parts_that_fit_pass() -> None:
    """The forge's word alone: well-formed, not proven by a second source."""
    verdict = check.judge(evidence(LINE, _of("github.com/example/a", "github.com/example/b")), {})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_a_part_that_does_not_fit_fails() -> None:
    """One that differs is enough."""
    differing = _of("github.com/example/a", "github.com/other/b")
    assert check.judge(evidence(LINE, differing), {}).outcome is Outcome.FAIL


@pytest.mark.parametrize("who", ["forge", "metadata"])
def test_one_declared_repository_is_no_subject(who: str) -> None:
    """The reason names the rule, and who declares it."""
    documents = documents_of(repositories=("github.com/example/a",))
    known = evidence(LINE, _of("github.com/example/a")) if who == "forge" else evidence(LINE, documents=documents)
    verdict = check.judge(known, {})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert "QC.Acc03" in verdict.reason
    assert who in verdict.reason or "declare" in verdict.reason


def test_without_a_declaration_or_with_a_submodule_it_stays_open() -> None:
    """Lack of means is never lack of subject."""
    documents = documents_of(repositories=("github.com/example/a",))
    for known in (evidence(LINE), evidence(workflow(submodules=("extern/x",)), documents=documents)):
        verdict = check.judge(known, {})
        assert verdict.outcome is Outcome.NOT_ASSESSED
        assert NO_FORGE in verdict.reason
    assert "repositories" in check.judge(evidence(LINE, forge()), {}).reason


def test_one_repository_listed_twice_is_one() -> None:
    """Spelling it twice makes no project of several parts."""
    assert check.judge(evidence(LINE, _of("github.com/a/b", "GitHub.com/A/b")), {}).outcome is Outcome.NOT_APPLICABLE


def test_groups_below_one_organisation_are_one_place() -> None:
    """GitLab nests groups."""
    known = evidence(LINE, _of("gitlab.com/a/x/b", "gitlab.com/a/y/c"))
    assert check.judge(known, {}).outcome is Outcome.PASS
