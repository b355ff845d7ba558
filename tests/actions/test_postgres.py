"""The same acts on a real PostgreSQL: every query of the actions, once, by the tests that hold them on SQLite."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.settings import Settings
from tests.actions.claims.test_intake import (
    test_a_guest_brings_decks_of_the_own_company_and_sees_nothing_else,
    test_event_decks_are_numbered_apart_from_private_ones_that_their_readers_cannot_see,
    test_nobody_else_sees_a_private_deck_in_any_query,
    test_the_same_content_is_one_deck_for_one_owner_and_audience,
)
from tests.actions.claims.test_reading_queue import test_of_two_readers_of_one_deck_the_second_loses_quietly
from tests.actions.claims.test_review import (
    test_a_guest_does_not_see_the_words_of_a_firm_on_the_companys_deck,
    test_an_event_decks_owner_speaks_for_those_without_a_word_and_stays_unnamed,
    test_each_firm_has_its_own_word_on_an_event_deck,
    test_reading_again_keeps_words_and_shows_an_outdated_claim_only_with_one,
    test_undo_walks_back_through_the_persons_own_words,
    test_waiting_counts_what_has_no_word_yet,
    test_what_an_event_decks_owner_adds_is_for_everyone,
)
from tests.actions.companies.test_companies import (
    test_a_correction_moves_a_figure_to_its_right_metric,
    test_a_verified_figure_goes_before_a_proposed_one_and_tells_of_its_rival,
    test_an_investors_find_is_its_own_and_an_organisers_is_for_everyone,
    test_the_record_tells_what_happened_newest_first,
)
from tests.actions.home.test_search import (
    test_a_company_is_found_by_initials_by_its_new_name_and_no_longer_by_the_old_one,
    test_a_houses_notes_and_files_are_found_by_those_who_may_read_them_until_they_are_taken_away,
    test_a_rebuild_finds_what_was_found_before_and_only_an_administrator_may,
    test_a_slide_is_found_by_two_syllables_by_part_of_a_word_and_in_any_case,
    test_a_slide_that_was_found_says_where_the_words_stand_on_it,
    test_decks_that_were_read_before_words_were_kept_are_filled_in_once,
    test_people_are_found_in_their_own_house_alone_and_no_name_lies_in_the_index,
    test_short_and_empty_queries_find_nothing_and_signs_do_no_harm,
    test_what_one_house_has_no_other_finds_nor_counts,
)
from tests.actions.people.test_people import test_names_of_persons_never_reach_the_journal
from tests.actions.pipeline.test_engagements import (
    opened,
    test_a_rival_firm_an_organiser_and_an_administrator_find_nothing,
    test_of_two_screens_that_showed_the_same_version_the_second_loses,
    test_undo_takes_acts_back_one_by_one_and_then_there_is_nothing,
)
from tests.actions.sheets.test_imports import (
    test_a_pipeline_becomes_companies_deals_and_their_history_with_its_days,
)
from tests.actions.sheets.test_reverts import test_an_import_that_nobody_touched_leaves_nothing_behind
from tests.databases import new_postgres, postgres_url

__all__ = [
    "new_postgres",
    "opened",
    "postgres_url",
    "test_a_company_is_found_by_initials_by_its_new_name_and_no_longer_by_the_old_one",
    "test_a_correction_moves_a_figure_to_its_right_metric",
    "test_a_guest_brings_decks_of_the_own_company_and_sees_nothing_else",
    "test_a_guest_does_not_see_the_words_of_a_firm_on_the_companys_deck",
    "test_a_houses_notes_and_files_are_found_by_those_who_may_read_them_until_they_are_taken_away",
    "test_a_pipeline_becomes_companies_deals_and_their_history_with_its_days",
    "test_a_rebuild_finds_what_was_found_before_and_only_an_administrator_may",
    "test_a_rival_firm_an_organiser_and_an_administrator_find_nothing",
    "test_a_slide_is_found_by_two_syllables_by_part_of_a_word_and_in_any_case",
    "test_a_slide_that_was_found_says_where_the_words_stand_on_it",
    "test_a_verified_figure_goes_before_a_proposed_one_and_tells_of_its_rival",
    "test_an_event_decks_owner_speaks_for_those_without_a_word_and_stays_unnamed",
    "test_an_import_that_nobody_touched_leaves_nothing_behind",
    "test_an_investors_find_is_its_own_and_an_organisers_is_for_everyone",
    "test_decks_that_were_read_before_words_were_kept_are_filled_in_once",
    "test_each_firm_has_its_own_word_on_an_event_deck",
    "test_event_decks_are_numbered_apart_from_private_ones_that_their_readers_cannot_see",
    "test_names_of_persons_never_reach_the_journal",
    "test_nobody_else_sees_a_private_deck_in_any_query",
    "test_of_two_readers_of_one_deck_the_second_loses_quietly",
    "test_of_two_screens_that_showed_the_same_version_the_second_loses",
    "test_people_are_found_in_their_own_house_alone_and_no_name_lies_in_the_index",
    "test_reading_again_keeps_words_and_shows_an_outdated_claim_only_with_one",
    "test_short_and_empty_queries_find_nothing_and_signs_do_no_harm",
    "test_the_record_tells_what_happened_newest_first",
    "test_the_same_content_is_one_deck_for_one_owner_and_audience",
    "test_undo_takes_acts_back_one_by_one_and_then_there_is_nothing",
    "test_undo_walks_back_through_the_persons_own_words",
    "test_waiting_counts_what_has_no_word_yet",
    "test_what_an_event_decks_owner_adds_is_for_everyone",
    "test_what_one_house_has_no_other_finds_nor_counts",
]
pytestmark = pytest.mark.postgres


@pytest.fixture
def ws(postgres_url: str, tmp_path: Path) -> Iterator[Workspace]:  # the fixture, not the import
    """A workspace of its own in the session's PostgreSQL database."""
    name = f"w{uuid.uuid4().hex[:12]}"
    made = open_workspace(
        Settings(data_dir=tmp_path, database_url=postgres_url, workspace=name, warehouse_path=":memory:")
    )
    yield made
    close_workspace(made)
