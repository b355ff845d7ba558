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
    fills = {each: book.add_format({"bg_color": fill, "align": "center"}) for each, fill in _FILLS.items()}
    _matrix(book.add_worksheet(t("eligibility.sheet.matrix", lang)), judged, _rules(packs), (head, fills), (on, lang))
    _findings(book.add_worksheet(t("eligibility.sheet.findings", lang)), judged, names, head, lang)
    book.close()
    return out.getvalue()


def _rules(packs: Sequence[RulePack]) -> dict[str, RulePack]:
    """Return the rules of all packs in order, each with the pack that words it."""
    found: dict[str, RulePack] = {}
    for pack in packs:
        for rule in pack.rules:
            found.setdefault(rule.id, pack)
    return dict(sorted(found.items()))


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
    titles = [f"{each}\n{rule.title.in_(lang)}" for each, pack in rules.items() if (rule := pack.rule(each))]
    for place, title in enumerate([*columns, *titles]):
        sheet.write_string(_HEAD_ROW, place, title, head)
    for line, one in enumerate(judged, start=_HEAD_ROW + 1):
        company = one.case.company
        sheet.write_string(line, 0, called(company.name, company.name_en, lang))
        sheet.write_string(line, 1, "" if one.pack is None else one.pack.id)
        if one.outcome is not None:
            sheet.write_string(line, 2, words.answer(one.outcome.answer, lang), fills[one.outcome.answer])
        answers = {each.rule_id: each.answer for each in one.findings}
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
    for one in judged:
        for finding in one.findings if one.pack is not None else ():
            line += 1
            rule = one.pack.rule(finding.rule_id) if one.pack is not None else None
            told = (
                called(one.case.company.name, one.case.company.name_en, lang),
                finding.rule_id,
                "" if rule is None else rule.title.in_(lang),
                words.answer(finding.answer, lang),
                "" if one.pack is None else words.sentence(one.pack, finding, lang, names),
            )
            for place, text in enumerate(told):
                sheet.write_string(line, place, text)
    for place, width in enumerate((28, 9, 28, 12, 90)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)
