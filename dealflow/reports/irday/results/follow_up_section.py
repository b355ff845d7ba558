"""Parts of the result report that look beyond the tables: round-tables, and what came of the day in later months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dealflow.actions.irday.results.results import DayResults
from dealflow.domain.irday.floor.floor import RoundTable, RoundTableAction
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.reports.irday.results.result_words import raised, won
from dealflow.reports.kit.blocks import Block, Facts, Grid, Part, Words


def round_tables(results: DayResults, lang: str) -> Iterator[Part]:
    """Give a part for each round-table: who came, what is difficult, what was suggested, who does what until when."""
    for round_table in results.round_tables:
        part = next(
            (other_part for other_part in results.day.programme.parts if other_part.id == round_table.part_id), None
        )
        title = t("results.part.round_table", lang) if part is None else name_of(part, lang)
        yield Part(title, tuple(_round_table(results, round_table, lang)))


def after(results: DayResults, lang: str) -> Iterator[Part]:
    """Give the part on money raised and on what else came of the day."""
    rows = tuple(
        (
            t("results.months", lang, n=other_raised.months),
            day_words(other_raised.until, lang),
            t("results.counted" if other_raised.is_over else "results.running", lang),
            raised(other_raised, lang),
            str(other_raised.companies),
        )
        for other_raised in results.results.raised
    )
    heads = tuple(t(f"results.column.{column}", lang) for column in ("lag", "until", "state", "raised", "companies"))
    blocks: list[Block] = [
        Grid(heads, rows, frozenset({3, 4})),
        Words(t("results.define.raised", lang), quiet=True),
    ]
    names = {participant.id: name_of(participant, lang) for participant in results.day.participants}
    if results.results.agreements:
        heads = tuple(t(f"results.column.{column}", lang) for column in ("agreement", "pairs"))
        counted = tuple(
            (t(f"enum.agreement.{agreement.value}", lang), str(number))
            for agreement, number in results.results.agreements.items()
        )
        blocks += [Grid(heads, counted, frozenset({1})), Words(t("results.define.agreements", lang), quiet=True)]
    rows = tuple(
        (
            day_words(outcome.on, lang),
            names.get(outcome.company, "–"),
            names.get(outcome.investor, "–"),
            t(f"enum.outcome_kind.{outcome.kind.value}", lang),
            "–" if outcome.amount is None else won(outcome.amount, lang),
        )
        for outcome in results.facts.outcomes
    )
    if rows:
        heads = tuple(
            t(f"results.column.{column}", lang) for column in ("on", "company", "investor", "outcome", "amount")
        )
        blocks.append(Grid(heads, rows, frozenset({4})))
    yield Part(t("results.part.after", lang), tuple(blocks))


def _round_table(results: DayResults, round_table: RoundTable, lang: str) -> Iterator[Block]:
    names = {participant.id: name_of(participant, lang) for participant in results.day.participants}
    pairs = (
        ("present", ", ".join(names.get(text, "–") for text in round_table.present)),
        ("agenda", "\n".join(round_table.agenda)),
        ("difficulties", "\n".join(round_table.difficulties)),
        ("suggestions", "\n".join(round_table.suggestions)),
    )
    yield Facts(tuple((t(f"results.round_table.{name}", lang), text or "–") for name, text in pairs))
    if round_table.actions:
        heads = tuple(t(f"results.column.{column}", lang) for column in ("action", "owner", "due", "done"))
        rows = tuple(_action(action, names, lang) for action in round_table.actions)
        yield Grid(heads, rows)


def _action(round_table_action: RoundTableAction, names: dict[str, str], lang: str) -> tuple[str, ...]:
    owner = " · ".join(filter(None, (names.get(round_table_action.participant_id, ""), round_table_action.owner)))
    return (
        round_table_action.text,
        owner or "–",
        *(_day(on, lang) for on in (round_table_action.due, round_table_action.done_on)),
    )


def _day(on: date | None, lang: str) -> str:
    return "–" if on is None else day_words(on, lang)
