"""What the everyday suite leaves to `make thorough`, which CI runs too: cases without end of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

ONE_IN = {
    "test_a_browser_prints_the_first_page_on_one_page": 2,
    "test_a_browser_shows_every_example_without_complaint": 5,
    "test_a_command_touches_only_the_files_that_it_was_given": 4,
    "test_a_damaged_compiled_file_is_ignored": 3,
    "test_a_file_that_does_not_fit_is_refused_and_changes_nothing": 4,
    "test_a_footer_is_there_whatever_the_name_of_the_enterprise": 3,
    "test_a_form_is_read_like_a_text": 3,
    "test_a_formula_gives_the_same_on_floats_and_on_columns": 3,
    "test_a_hostile_file_of_answers_is_refused": 4,
    "test_a_hostile_questionnaire_is_refused": 4,
    "test_a_hostile_section_or_library_is_refused_under_its_own_name": 4,
    "test_a_line_can_be_edited": 3,
    "test_a_line_of_a_mebibyte_is_not_accepted_as_an_answer": 3,
    "test_a_market_is_scored_like_a_file_with_its_answers": 4,
    "test_a_plan_is_written_as_a_file": 2,
    "test_a_text_that_could_be_a_formula_begins_with_an_apostrophe": 3,
    "test_a_value_that_only_looks_like_a_level_is_refused": 4,
    "test_all_pairs_of_the_quick_set": 3,
    "test_all_types_are_answered_at_a_terminal_in_every_way": 10,
    "test_an_error_of_form_is_refused_in_its_place": 4,
    "test_an_example_that_is_opened_and_saved_stays_the_same": 5,
    "test_an_integer_program_finds_the_same_least_effort": 24,
    "test_an_output_that_cannot_be_written_is_reported_and_exits_with_2": 3,
    "test_any_answers_to_any_questionnaire_come_back": 10,
    "test_any_change_to_a_file_round_trips_and_keeps_every_comment": 4,
    "test_any_other_text_arrives_as_it_is_with_what_cannot_be_seen_as_escapes": 3,
    "test_colour_is_used_only_on_a_terminal_that_supports_it": 2,
    "test_each_change_by_itself_does_what_the_page_says": 6,
    "test_each_draw_of_intricate_questionnaires": 4,
    "test_errors_of_a_new_type_are_reported_like_others": 4,
    "test_every_action_is_that_of_the_report_with_a_real_day": 3,
    "test_every_answer_is_that_of_the_report": 3,
    "test_every_command_takes_every_type": 3,
    "test_every_command_takes_every_type_in_every_way": 10,
    "test_every_number_of_a_dimension_is_that_of_the_report": 3,
    "test_every_text_of_other_pages_is_in_the_file_too": 3,
    "test_every_text_of_the_page_is_in_the_file": 3,
    "test_everything_that_a_questionnaire_can_have": 4,
    "test_files_can_be_made_of_it": 3,
    "test_flags_are_lifted_for_the_least_effort_if_that_is_asked": 3,
    "test_head_takes_the_first_line_and_the_exit_code_stays": 2,
    "test_headings_have_the_styles_of_words_own_headings": 3,
    "test_help_loads_nothing_that_only_commands_need": 3,
    "test_hostile_texts_in_fields_stay_text": 4,
    "test_hostile_texts_stay_texts": 3,
    "test_no_command_says_many_times_as_much_as_it_read": 3,
    "test_no_plan_takes_less": 3,
    "test_no_plan_that_keeps_to_the_wishes_takes_less": 3,
    "test_no_plan_within_the_budget_scores_higher": 3,
    "test_other_commands_give_the_same_output": 4,
    "test_plain_works_in_any_position": 3,
    "test_readers_that_have_gone_away_change_no_exit_code_and_cause_no_message": 2,
    "test_singles_of_the_built_in_questionnaire": 4,
    "test_the_charts_are_drawn_from_the_numbers_of_the_report": 3,
    "test_the_command_line_gives_the_same_verdict": 3,
    "test_the_report_of_every_example_is_accepted_to_the_last_field": 3,
    "test_the_steps_of_a_firm_follow_each_other_and_add_up": 4,
    "test_the_steps_of_an_example_follow_each_other_and_add_up": 5,
    "test_the_terminal_leaves_nothing_out_and_every_line_fits": 3,
    "test_what_is_filled_in_is_what_is_read": 4,
    "test_what_is_filled_in_shows_the_same_questions_here_as_in_the_program": 25,
    "test_whatever_a_questionnaire_has": 6,
    "test_without_a_pager_the_report_is_printed": 3,
}
"""Tests of which one case in so many is enough to notice a fault at once."""
WHOLLY = frozenset(
    {
        "test_a_better_answer_of_a_firm_lowers_nothing_and_an_unknown_one_raises_nothing",
        "test_a_form_becomes_an_answers_file",
        "test_a_form_is_compared_with_a_text",
        "test_a_form_of_some_sections_knows_the_answers_to_others",
        "test_a_number_is_read_as_in_the_interview",
        "test_a_path_that_is_not_a_file_is_refused",
        "test_a_plan_that_was_edited_breaks_nothing",
        "test_a_report_that_lacks_a_field_or_has_another_type_in_it_is_refused",
        "test_a_session_stopped_at_any_operation_ends_and_leaves_nothing_behind",
        "test_an_export_stopped_at_any_operation_leaves_nothing_behind",
        "test_an_upgrade_stopped_at_any_operation_is_finished_by_the_next_one",
        "test_answers_from_the_page_score_as_those_typed_in_the_terminal",
        "test_answers_of_a_market_become_what_those_of_the_enterprise_become",
        "test_answers_too_large_to_be_read_are_not_written",
        "test_any_change_to_any_layout_round_trips_and_keeps_every_comment",
        "test_every_format_in_both_languages",
        "test_every_format_is_written_in_both_languages",
        "test_exports_are_the_same_every_time",
        "test_firefox_saves_the_file_that_it_opened",
        "test_firefox_takes_a_form_that_is_filled_in_by_keyboard",
        "test_installed_from_a_wheel_it_assesses_from_another_folder",
        "test_libreoffice_greys_what_is_not_asked_and_keeps_what_was_filled_in",
        "test_libreoffice_lays_the_report_out_as_it_is_meant",
        "test_libreoffice_opens_hostile_texts_and_letterheads",
        "test_libreoffice_opens_the_workbook_and_prints_it",
        "test_libreoffice_reads_the_texts_as_texts",
        "test_libreoffice_shows_chinese_notes_and_very_long_ones",
        "test_more_money_never_lowers_the_score",
        "test_new_killed_at_any_operation_can_be_run_again",
        "test_new_stopped_at_any_operation_leaves_all_files_or_none",
        "test_no_page_is_wider_than_the_columns_in_any_encoding",
        "test_opposed_actions_are_never_both_advised_to_a_plausible_firm",
        "test_plausible_firms_get_every_reading",
        "test_the_changes_follow_the_rules_of_the_project",
        "test_the_figures_do_not_depend_on_the_number_of_processes",
        "test_the_first_page_of_nearly_every_firm_fits_sixty_lines",
        "test_the_first_page_stands_alone_and_the_file_is_tagged_with_bookmarks_and_fonts",
        "test_the_first_three_of_a_firm_are_from_three_sections_unless_a_flag_or_blocker_says_so",
        "test_the_page_explains_every_table_and_names_every_figure",
        "test_the_page_is_fit_for_everyone",
        "test_the_rules_hold_for_plausible_firms",
        "test_weights_of_intricate_questionnaires",
        "test_what_the_tasks_lead_to_is_what_the_better_answers_score",
        "test_what_was_answered_stands_in_the_form_and_reads_back_the_same",
        "test_without_a_change_nothing_moves",
        "test_without_names_none_is_in_any_byte",
    }
)
"""Tests that take seconds and rarely fail alone."""


def mark(tests: Iterable[pytest.Item]) -> None:
    """Mark what is left to the thorough run."""
    met: Counter[str] = Counter()
    for test in tests:
        name = test.name.partition("[")[0]
        if name in WHOLLY or met[name] % ONE_IN.get(name, 1):
            test.add_marker(pytest.mark.thorough)
        met[name] += 1
