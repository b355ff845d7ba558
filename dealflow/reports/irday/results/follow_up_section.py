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


def round_tables(given: DayResults, lang: str) -> Iterator[Part]:
    """Give a part for each round-table: who came, what is difficult, what was suggested, who does what until when."""
    for said in given.round_tables:
        part = next((one for one in given.day.programme.parts if one.id == said.part_id), None)
        title = t("results.part.round_table", lang) if part is None else name_of(part, lang)
        yield Part(title, tuple(_said(given, said, lang)))


def after(given: DayResults, lang: str) -> Iterator[Part]:
    """Give the part on money raised and on what else came of the day."""
    rows = tuple(
        (
            t("results.months", lang, n=one.months),
            day_words(one.until, lang),
            t("results.counted" if one.is_over else "results.running", lang),
            raised(one, lang),
            str(one.companies),
        )
        for one in given.results.raised
    )
    heads = tuple(t(f"results.column.{one}", lang) for one in ("lag", "until", "state", "raised", "companies"))
    blocks: list[Block] = [
        Grid(heads, rows, frozenset({3, 4})),
        Words(t("results.define.raised", lang), quiet=True),
    ]
    names = {one.id: name_of(one, lang) for one in given.day.participants}
    told = tuple(
        (
            day_words(one.on, lang),
            names.get(one.company, "–"),
            names.get(one.investor, "–"),
            t(f"enum.outcome_kind.{one.kind.value}", lang),
            "–" if one.amount is None else won(one.amount, lang),
        )
        for one in given.facts.outcomes
    )
    if told:
        heads = tuple(t(f"results.column.{one}", lang) for one in ("on", "company", "investor", "outcome", "amount"))
        blocks.append(Grid(heads, told, frozenset({4})))
    yield Part(t("results.part.after", lang), tuple(blocks))


def _said(given: DayResults, said: RoundTable, lang: str) -> Iterator[Block]:
    names = {one.id: name_of(one, lang) for one in given.day.participants}
    pairs = (
        ("present", ", ".join(names.get(one, "–") for one in said.present)),
        ("agenda", "\n".join(said.agenda)),
        ("difficulties", "\n".join(said.difficulties)),
        ("suggestions", "\n".join(said.suggestions)),
    )
    yield Facts(tuple((t(f"results.round_table.{name}", lang), text or "–") for name, text in pairs))
    if said.actions:
        heads = tuple(t(f"results.column.{one}", lang) for one in ("action", "owner", "due", "done"))
        rows = tuple(_action(one, names, lang) for one in said.actions)
        yield Grid(heads, rows)


def _action(one: RoundTableAction, names: dict[str, str], lang: str) -> tuple[str, ...]:
    owner = " · ".join(filter(None, (names.get(one.participant_id, ""), one.owner)))
    return one.text, owner or "–", *(_day(on, lang) for on in (one.due, one.done_on))


def _day(on: date | None, lang: str) -> str:
    return "–" if on is None else day_words(on, lang)
