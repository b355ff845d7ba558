"""The committee in words: tallies, rules, results, people and events; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dealflow.actions.investment.session_views import ItemView, SessionHappened, SessionView
from dealflow.domain.investment.approvals import Validity
from dealflow.domain.investment.committee import Fund, Result, SessionKind, Tally, VotingRule
from dealflow.domain.people.access import Role
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day, moment
from dealflow.reports.investment.terms_words import terms_line
from dealflow.ui.kit import frame, grid

RESULT_COLOURS = {
    Result.PASSED: "green",
    Result.CONDITIONAL: "blue",
    Result.REJECTED: "red",
    Result.HELD: "yellow",
    Result.WITHDRAWN: "gray",
}
RESULT_MARKS = {
    Result.PASSED: "good",
    Result.CONDITIONAL: "info",
    Result.REJECTED: "late",
    Result.HELD: "warn",
    Result.WITHDRAWN: "",
}


def person(names: Mapping[str, str], person_id: str, lang: str) -> str:
    """Return a person's name, or words for one whose name was destroyed."""
    return names.get(person_id) or t("committee.nameless", lang)


def people(names: Mapping[str, str], ids: Sequence[str], lang: str) -> str:
    """Return several people's names in one line."""
    return ", ".join(person(names, id_, lang) for id_ in ids)


def company(view: ItemView, lang: str) -> str:
    """Return the name of an item's company."""
    if view.company is None:
        return t("frame.unknown_company", lang)
    return called(view.company.name, view.company.name_en, lang)


def fund(fund: Fund | None, lang: str) -> str:
    """Return a fund's name, or a dash for one that is not there any more."""
    return "–" if fund is None else name_of(fund, lang)


def rule(voting_rule: VotingRule, lang: str) -> str:
    """Return a voting rule in one line: attendance, share in favour, abstentions, voting from afar and by proxy."""
    part, whole = voting_rule.attend_of
    parts = [
        t("committee.rule.attend", lang, part=part, whole=whole),
        t("committee.rule.heads", lang, n=voting_rule.least_heads),
        t(f"enum.pass_rule.{voting_rule.pass_rule.value}", lang),
        t(f"committee.rule.abstain.{'counts' if voting_rule.abstention_counts else 'aside'}", lang),
        t(f"committee.rule.remote.{'yes' if voting_rule.remote_allowed else 'no'}", lang),
        t(f"committee.rule.proxy.{'yes' if voting_rule.proxy_allowed else 'no'}", lang),
    ]
    return " · ".join(parts)


def tally(counted: Tally, quorum: int, lang: str) -> str:
    """Return a count in one line: attendance against the quorum, and the votes."""
    parts = [
        t("committee.tally.attending", lang, attending=counted.attending, eligible=counted.eligible),
        t(f"committee.tally.{'quorate' if counted.quorate else 'short'}", lang, quorum=quorum),
        t("committee.tally.votes", lang, yes=counted.in_favour, no=counted.against, none=counted.abstained),
    ]
    if counted.recused:
        parts.append(t("committee.tally.recused", lang, n=counted.recused))
    return " · ".join(parts)


def as_it_stands(counted: Tally, *, conditions: bool) -> Result:
    """Return what the votes would come to now; for the label of the choice, the action decides again."""
    if not counted.quorate:
        return Result.HELD
    if not counted.carried:
        return Result.REJECTED
    return Result.CONDITIONAL if conditions else Result.PASSED


def happened(line: SessionHappened, view: SessionView, lang: str) -> str:
    """Return one thing that happened to a session in words, with who did it, to which company's item and when."""
    item_view = next((item for item in view.items if item.item.id == line.item_id), None)
    what = t(f"committee.event.{line.kind}", lang)
    where = [] if item_view is None else [company(item_view, lang)]
    return " · ".join([what, *where, person(view.names, line.actor, lang), moment(line.ts, lang)])


def deal_page(engagement_id: str, role: Role, lang: str) -> tuple[str, dict[str, str]]:
    """Return the page at which an engagement's money is seen, and what to ask it for."""
    if "deal" in frame.offered(role):
        return "deal", {"engagement": engagement_id} | grid.spoken(lang)
    return "pipeline", {"open": engagement_id} | grid.spoken(lang)


def lost_validity(item_view: ItemView, lang: str) -> str:
    """Return why an item's approval is worth nothing any more; empty where it stands, or there is none."""
    worth = item_view.validity
    return "" if worth in {None, Validity.STANDS} else t(f"enum.validity.{worth}", lang)


def draft_minutes(view: SessionView, lang: str) -> str:
    """Return minutes to begin with: when, where, who was there, and each item with its votes and result."""
    session = view.session
    lines = [
        f"{t(f'enum.session_kind.{session.kind.value}', lang)} · {session.title}",
        " · ".join(filter(None, (moment(session.held_at, lang), session.place))),
        t("committee.minutes.present", lang, people=people(view.names, attending(view), lang) or "–"),
    ]
    early = dict.fromkeys(
        item.item.resolution.early_because
        for item in view.items
        if item.item.resolution is not None and item.item.resolution.early_because
    )
    lines += [t("committee.early.kept", lang, because=because) for because in early]
    for number, item in enumerate(view.items, start=1):
        lines += ["", f"{number}. {company(item, lang)} · {fund(item.fund, lang)}", *_item_lines(item, view, lang)]
    return "\n".join(lines)


def attending(view: SessionView) -> tuple[str, ...]:
    """Return who attends: those kept as present, and whoever voted on an item, each once."""
    voted = (vote.voter_id for item in view.items for vote in item.item.votes)
    return tuple(dict.fromkeys((*view.session.present, *voted)))


def _item_lines(item_view: ItemView, view: SessionView, lang: str) -> list[str]:
    item, ended = item_view.item, item_view.item.resolution
    lines = [t("committee.minutes.terms", lang, terms=terms_line(item_view.terms, lang))]
    for vote in item.votes:
        text = " / ".join(filter(None, (vote.opinion, vote.condition)))
        ballot = t(f"enum.ballot.{vote.ballot.value}", lang)
        lines.append(f"- {person(view.names, vote.voter_id, lang)}: {ballot}{f' — {text}' if text else ''}")
    lines += [
        f"- {person(view.names, recusal.voter_id, lang)}: {t('committee.recused', lang)} — {recusal.interest}"
        for recusal in item.recusals
    ]
    counted = item_view.tally if ended is None or ended.tally is None else ended.tally
    lines.append(tally(counted, item_view.quorum, lang))
    result = Result.HELD if ended is None else ended.result
    lines.append(t("committee.minutes.result", lang, result=t(f"enum.result.{result.value}", lang)))
    for condition in () if ended is None else ended.conditions:
        due = day(condition.due, lang) if condition.due else t("committee.no_due", lang)
        lines.append(f"- {condition.text} ({person(view.names, condition.owner_id, lang)}, {due})")
    return lines


def kind_colour(kind: SessionKind) -> str:
    """Return the badge's colour: the main committee binds, the preliminary one does not."""
    return "blue" if kind is SessionKind.MAIN else "gray"
