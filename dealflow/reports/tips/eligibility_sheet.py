"""An event against a rule pack as XLSX: one line a company, one column a rule, and every finding in words."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dealflow.actions.tips.eligibility import Judgement
from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.rule_packs import RulePack
from dealflow.i18n import called, t
from dealflow.i18n.numbers import day
from dealflow.reports.tips import eligibility_words as words

_FILLS: Final = {
    Answer.PASS: "#E3F4E7",
    Answer.FAIL: "#FBE3E1",
    Answer.WARN: "#FDF0DA",
    Answer.UNKNOWN: "#E4EDFB",
    Answer.UNCONFIGURED: "#EEEEEE",
}
_HEAD_ROW: Final = 3
_WIDTH: Final = 11


def as_xlsx(
    judged: Sequence[Judgement], packs: Sequence[RulePack], names: Mapping[str, str], *, on: date, lang: str
) -> bytes:
    """Return the workbook: the matrix with one line a company, and every finding with its sentence. No formulas.

    ``names`` holds what people call organisations by their ids.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    fills = {answer: book.add_format({"bg_color": fill, "align": "center"}) for answer, fill in _FILLS.items()}
    _matrix(book.add_worksheet(t("eligibility.sheet.matrix", lang)), judged, _rules(packs), (head, fills), (on, lang))
    _findings(book.add_worksheet(t("eligibility.sheet.findings", lang)), judged, names, head, lang)
    book.close()
    return out.getvalue()


def _rules(packs: Sequence[RulePack]) -> dict[str, RulePack]:
    """Return the rules of all packs in order, each with the pack that words it."""
    rule_packs_by_id: dict[str, RulePack] = {}
    for pack in packs:
        for rule in pack.rules:
            rule_packs_by_id.setdefault(rule.id, pack)
    return dict(sorted(rule_packs_by_id.items()))


def _matrix(
    sheet: Worksheet,
    judged: Sequence[Judgement],
    rules: Mapping[str, RulePack],
    styles: tuple[Format, Mapping[Answer, Format]],
    about: tuple[date, str],
) -> None:
    (head, fills), (on, lang) = styles, about
    sheet.write_string(0, 0, t("eligibility.sheet.title", lang, on=day(on, lang)))
    sheet.write_string(1, 0, t("eligibility.sheet.legend", lang))
    columns = [t(f"eligibility.column.{name}", lang) for name in ("company", "pack", "outcome")]
    titles = [f"{text}\n{rule.title.in_(lang)}" for text, pack in rules.items() if (rule := pack.rule(text))]
    for place, title in enumerate([*columns, *titles]):
        sheet.write_string(_HEAD_ROW, place, title, head)
    for line, judgement in enumerate(judged, start=_HEAD_ROW + 1):
        company = judgement.case.company
        sheet.write_string(line, 0, called(company.name, company.name_en, lang))
        sheet.write_string(line, 1, "" if judgement.pack is None else judgement.pack.id)
        if judgement.outcome is not None:
            sheet.write_string(line, 2, words.answer(judgement.outcome.answer, lang), fills[judgement.outcome.answer])
        answers = {finding.rule_id: finding.answer for finding in judgement.findings}
        for place, name in enumerate(rules, start=len(columns)):
            if name in answers:
                sheet.write_string(line, place, words.SIGNS[answers[name]], fills[answers[name]])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(columns) + len(rules), _WIDTH)
    sheet.freeze_panes(_HEAD_ROW + 1, 1)


def _findings(sheet: Worksheet, judged: Sequence[Judgement], names: Mapping[str, str], head: Format, lang: str) -> None:
    for place, name in enumerate(("company", "rule", "title", "answer", "said")):
        sheet.write_string(0, place, t(f"eligibility.column.{name}", lang), head)
    line = 0
    for judgement in judged:
        for finding in judgement.findings if judgement.pack is not None else ():
            line += 1
            rule = judgement.pack.rule(finding.rule_id) if judgement.pack is not None else None
            cells = (
                called(judgement.case.company.name, judgement.case.company.name_en, lang),
                finding.rule_id,
                "" if rule is None else rule.title.in_(lang),
                words.answer(finding.answer, lang),
                "" if judgement.pack is None else words.sentence(judgement.pack, finding, lang, names),
            )
            for place, text in enumerate(cells):
                sheet.write_string(line, place, text)
    for place, width in enumerate((28, 9, 28, 12, 90)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)
