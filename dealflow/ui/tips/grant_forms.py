"""The forms of a project with a grant: its head, and each kind of its parts, all drawn from what their fields are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

import streamlit as st

from dealflow.actions.tips import grant_projects
from dealflow.actions.tips.grant_projects import ProjectHead, ProjectView
from dealflow.domain.tips.grant_projects import (
    Agreement,
    EvaluationKind,
    GrantEvaluation,
    GrantPayment,
    GrantYear,
    MatchRequest,
    ProjectPart,
    ProjectReport,
    ProjectReportKind,
    ProjectVerdict,
    Royalty,
    verdicts_of,
)
from dealflow.i18n import t
from dealflow.ui.kit import dialogs, frame, state
from dealflow.ui.kit.entry_form import FormField, Kind, Reader, draw

_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class PartForm:
    """How one kind of part is written down: what it is called in addresses, its fields, and how it is made of them."""

    name: str
    part: type[ProjectPart]
    form_fields: Callable[[str], Sequence[FormField]]
    build: Callable[[str, dict[str, Any]], ProjectPart]


def _label(name: str, lang: str) -> str:
    return t(f"projects.field.{name}", lang)


def _choice(lang: str, name: str, options: Sequence[str], words: str, *, required: bool = False) -> FormField:
    return FormField(name, Kind.CHOICE, options=tuple(options), words=lambda option: t(f"{words}.{option}", lang),
        required=required,
    )  # fmt: skip


def _evaluation(lang: str) -> tuple[FormField, ...]:
    return (
        _choice(lang, "kind", tuple(EvaluationKind), "enum.evaluation_kind", required=True),
        FormField("year", Kind.WHOLE, hint=t("projects.field.year.help", lang)),
        FormField("held_on", Kind.DAY, required=True),
        FormField("score", Kind.DECIMAL),
        FormField("out_of", Kind.DECIMAL),
        _choice(lang, "verdict", tuple(ProjectVerdict), "enum.project_verdict"),
        FormField("notified_on", Kind.DAY, hint=t("projects.field.notified_on.help", lang)),
        FormField("appealed_on", Kind.DAY),
        FormField("answered_on", Kind.DAY),
        FormField("upheld", Kind.FLAG),
        FormField("comment", Kind.LONG),
    )


def _evaluation_of(part_id: str, typed: dict[str, Any]) -> GrantEvaluation:
    kind = EvaluationKind(typed["kind"])
    verdict = ProjectVerdict(typed["verdict"]) if typed["verdict"] else None
    rest = {name: value for name, value in typed.items() if name not in {"kind", "verdict", "year", "out_of"}}
    return GrantEvaluation(
        part_id, kind, year=typed["year"] or 0, verdict=verdict, out_of=typed["out_of"] or _HUNDRED, **rest
    )


def _year(_lang: str) -> tuple[FormField, ...]:
    return (
        FormField("year", Kind.WHOLE, required=True),
        FormField("grant_won", Kind.WON, required=True),
        FormField("begins_on", Kind.DAY, required=True),
        FormField("ends_on", Kind.DAY, required=True),
        FormField("own_cash_won", Kind.WON),
        FormField("own_kind_won", Kind.WON),
    )


def _year_of(part_id: str, typed: dict[str, Any]) -> GrantYear:
    money = {name: typed[name] or 0 for name in ("grant_won", "own_cash_won", "own_kind_won")}
    return GrantYear(part_id, typed["year"], typed["begins_on"], typed["ends_on"], **money)


def _payment(_lang: str) -> tuple[FormField, ...]:
    return (
        FormField("year", Kind.WHOLE, required=True),
        FormField("paid_on", Kind.DAY, required=True),
        FormField("amount_won", Kind.WON, required=True),
    )


def _report(lang: str) -> tuple[FormField, ...]:
    return (
        _choice(lang, "kind", tuple(ProjectReportKind), "enum.project_report_kind", required=True),
        FormField("year", Kind.WHOLE),
        FormField("due_on", Kind.DAY, hint=t("projects.field.due_on.help", lang)),
        FormField("submitted_on", Kind.DAY),
        _choice(lang, "verdict", verdicts_of(EvaluationKind.FINAL), "enum.project_verdict"),
        FormField("judged_on", Kind.DAY),
    )


def _report_of(part_id: str, typed: dict[str, Any]) -> ProjectReport:
    verdict = ProjectVerdict(typed["verdict"]) if typed["verdict"] else None
    rest = {name: typed[name] for name in ("due_on", "submitted_on", "judged_on")}
    return ProjectReport(part_id, ProjectReportKind(typed["kind"]), typed["year"] or 0, verdict=verdict, **rest)


def _match(lang: str) -> tuple[FormField, ...]:
    return (
        FormField("asked_on", Kind.DAY, required=True),
        FormField("asked_won", Kind.WON, required=True),
        FormField("decided_on", Kind.DAY),
        FormField("granted_won", Kind.WON, hint=t("projects.field.granted_won.help", lang)),
        FormField("paid_on", Kind.DAY),
        FormField("call_option_percent", Kind.DECIMAL),
    )


def _royalty(_lang: str) -> tuple[FormField, ...]:
    return (
        FormField("year", Kind.WHOLE, required=True),
        FormField("sales_won", Kind.WON),
        FormField("amount_won", Kind.WON, required=True),
        FormField("due_on", Kind.DAY),
        FormField("paid_on", Kind.DAY),
    )


def _plain(part: Callable[..., ProjectPart], part_id: str, typed: dict[str, Any]) -> ProjectPart:
    return part(id=part_id, **typed)


FORMS: Final = {
    form.name: form
    for form in (
        PartForm("evaluation", GrantEvaluation, _evaluation, _evaluation_of),
        PartForm("year", GrantYear, _year, _year_of),
        PartForm("payment", GrantPayment, _payment, partial(_plain, GrantPayment)),
        PartForm("report", ProjectReport, _report, _report_of),
        PartForm("match", MatchRequest, _match, partial(_plain, MatchRequest)),
        PartForm("royalty", Royalty, _royalty, partial(_plain, Royalty)),
    )
}


def dialog(view: ProjectView, lang: str) -> None:
    """Draw the dialog that the URL asks for: a part of the project, new or known, or its head."""
    if dialogs.is_open("head"):
        dialogs.show(t("projects.head", lang), lambda: _head(view, lang), width="large")
    for form in FORMS.values():
        if dialogs.is_open(form.name):
            part = _part(view, state.url_value("part"))
            title = t(f"projects.part.{form.name}", lang)
            dialogs.show(title, partial(_body, view, form, part, lang), width="large")


def _part(view: ProjectView, part_id: str) -> ProjectPart | None:
    if part_id.startswith("new:"):
        _, kind, year = part_id.split(":")
        return ProjectReport("", ProjectReportKind(kind), int(year))
    project = view.project
    parts: tuple[ProjectPart, ...] = (
        *project.evaluations, *project.years, *project.payments, *project.reports, *project.matches, *project.royalties,
    )  # fmt: skip
    return next((part for part in parts if part.id == part_id), None)


def _body(view: ProjectView, form: PartForm, part: ProjectPart | None, lang: str) -> None:
    key = f"project_{form.name}_{view.project.id}_{part.id if part else ''}_{view.version}"
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form.form_fields(lang), part, key, lambda name: _label(name, lang))
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        built = form.build(part.id if part else "", read())
        grant_projects.keep_part(state.acting(), view.engagement.id, built, seen=view.version)
        dialogs.done("projects.done.noted", part=None)
    if (
        part is not None
        and part.id
        and st.button(t("projects.remove", lang), icon=":material/delete:", key=f"{key}_remove")
    ):
        grant_projects.remove_part(state.acting(), view.engagement.id, part.id, seen=view.version)
        dialogs.done("projects.done.removed", part=None)


def _head(view: ProjectView, lang: str) -> None:
    key, project = f"project_head_{view.project.id}_{view.version}", view.project
    application = (
        FormField("application_number", Kind.TEXT, hint=t("projects.field.application_number.help", lang)),
        FormField("applied_on", Kind.DAY),
    )
    agreement = (
        FormField("number", Kind.TEXT),
        FormField("sign_by", Kind.DAY, hint=t("projects.field.sign_by.help", lang)),
        FormField("signed_on", Kind.DAY),
        FormField("begins_on", Kind.DAY),
        FormField("ends_on", Kind.DAY),
    )
    with st.form(key, border=False, enter_to_submit=False):
        st.markdown(f"**{t('projects.head.application', lang)}**")
        first: Reader = draw(application, project, f"{key}_a", lambda name: _label(name, lang))
        st.markdown(f"**{t('projects.head.agreement', lang)}**")
        second: Reader = draw(agreement, project.agreement, f"{key}_g", lambda name: _label(name, lang))
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = first()
        terms: dict[str, Any] = second()
        head = ProjectHead(typed["application_number"], typed["applied_on"], Agreement(**terms))
        grant_projects.keep_head(state.acting(), view.engagement.id, head, seen=view.version)
        dialogs.done("projects.done.noted")


def undo(view: ProjectView) -> None:
    """Take the last change of a project back; for callbacks."""
    with frame.attempted("projects.done.undone"):
        grant_projects.undo(state.acting(), view.engagement.id, seen=view.version)
