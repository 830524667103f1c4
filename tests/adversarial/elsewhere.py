"""Classes, lessons and false passes whose proof is a test of its own, because no verdict over a tree shows them."""

from collections.abc import Mapping

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "A22": ("master/sources/test_odd_repositories.py::test_a_repository_of_longer_ids_is_told",),
    "A27": (
        "reports/test_render.py::test_no_format_lets_control_characters_through",
        "reports/test_render.py::test_hostile_text_adds_no_element_and_no_attribute",
        "reports/test_render.py::test_hostile_text_adds_nothing_to_the_badge",
        "reports/test_render.py::test_nothing_in_markdown_is_live",
        "workers/test_log.py::test_a_flood_is_bounded",
    ),
    "A28": (
        "reports/test_document.py::test_what_others_wrote_keeps_no_secret",
        "reports/test_document.py::test_credentials_in_a_url_do_not_get_into_the_report",
    ),
    "A29": ("criteria/test_hostile_scale.py::test_a_hundred_thousand_files_and_folders_without_end",),
    "A31": ("criteria/test_adversarial.py::test_two_processes_say_the_same_whatever_surrounds_them",),
    "A33": ("master/sources/test_odd_repositories.py::test_a_source_without_a_commit_is_a_sentence",),
    # 80 commits with more than one report, 15 of which differed.
    "L4": (
        "criteria/test_judge_laws.py::test_judging_is_a_pure_function",
        "criteria/test_collect.py::test_two_collections_are_equal",
    ),
    # Reports of forks and namesakes that overwrite each other.
    "L8": ("master/sources/test_git_url.py::test_namesakes_are_kept_apart",),
    # Anyone may start an assessment.
    "L9": ("master/test_assemble.py::test_no_control_endpoint_is_open",),
    # Complete logs are published.
    "L10": ("reports/test_document.py::test_what_others_wrote_keeps_no_secret",),
    # The exit code says nothing.
    "L11": ("master/test_gate.py::test_every_report_has_its_code",),
    # No matrix, and results scraped from cut consoles.
    "L12": ("workers/test_matrix.py::test_order_of_the_axes", "workers/test_log.py::test_what_is_missing_is_said"),
    # "False", empty output and a traceback of git that pass.
    "F1": ("criteria/checks/test_version_control.py::test_a_source_drop_of_one_commit_fails",),
    # The default branch in place of the named commit.
    "F15": ("master/sources/test_revision.py::test_names_mean_their_commits",),
    # What is not implemented counts as failed.
    "F18": ("criteria/test_judge.py::test_missing_evidence_keeps_its_reason",),
}
