"""How investors and companies got to where they stand: made-up histories, the same each time for one ``at``.

Everything is told in days before the moment of loading, so that due steps and stale engagements stay alive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from dealflow.domain.pipeline.funnel import StageKind, Status, Track
from fiction.cast import ADOPTERS, EVENT, OPERATORS, ORGANISER, PAST_EVENT, VCS, Member
from fiction.companies import COMPANIES


@dataclass(frozen=True, slots=True)
class Story:
    """One engagement: who follows which company in which track, when it began, each move, and how it stands."""

    owner: Member
    investor_id: str
    company: str
    track: str
    opened: float
    """Days before now."""
    moves: tuple[tuple[float, str], ...]
    """Days before now, and the stage that was entered then."""
    status: Status = Status.ACTIVE
    status_at: float = 0
    reason: str | None = None
    notes: tuple[tuple[float, str], ...] = ()
    step: str = ""
    step_at: float = 0
    due_in: int | None = None
    assignee: int = 0
    ir_event: str | None = None


NOTES = {
    "vc": (
        "대표 미팅 완료. 현장 데이터 확보 방식이 인상적.",
        "고객 레퍼런스 콜 2건 진행, 재계약 의사 확인.",
        "매출 인식 기준과 수주잔고 명세 추가 요청.",
        "경쟁사 대비 단가 우위는 확인, 해외 확장 근거는 보완 필요.",
        "기술 자문 의견 수신: 재학습 속도 강점.",
    ),
    "tips": (
        "연구개발전문회사 1차 기술 검토 완료.",
        "과제 목표와 사업화 계획 정합성 보완 요청.",
        "지역 현장 실증 가능 여부 확인.",
        "선투자 증빙 서류 안내.",
        "특허 분석 초안 공유.",
    ),
    "followup": ("1:1 상담 희망 접수.", "상담 결과 공유, 추가 자료 전달.", "후속 미팅 일정 조율 중."),
    "matching": ("공정 현황 자료 수령.", "현장 진단 일정 협의.", "PoC 범위와 평가 지표 합의."),
}
STEPS = {
    "vc": (
        "재무 자료 요청 회신 확인",
        "고객사 레퍼런스 콜",
        "예비투심 보고서 초안",
        "텀시트 조건 협의",
        "대표 2차 미팅",
    ),
    "tips": ("연구개발계획서 초안 검토", "추천 일정 확인", "기술 자문단 회의", "선투자 증빙 확인", "사업비 구성 협의"),
    "followup": ("상담 시간 확정 안내", "후속 미팅 일정 확인", "투자의향 확인 전화"),
    "matching": ("현장 방문", "PoC 견적 검토", "도입 결정 회의"),
}
REASONS = (
    ("stage_fit", "fund_fit", "market_early", "tech_unclear"),
    ("competition", "valuation", "customers", "financials"),
    ("dd_issue", "terms", "valuation"),
)
"""Why investors pass: early, in the middle, and late on the way."""
DEPTHS = {
    "vc": (0, 0, 1, 1, 2, 2, 2, 3, 4, 4, 5, 6, 7, 10),
    "tips": (0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 9, 10),
    "matching": (0, 1, 2, 2, 3, 4),
}
DUES = (-6, -3, -1, 0, 0, 1, 2, 5, 9)
PASSED, WAITING, WITHDRAWN = 0.24, 0.08, 0.05
"""The shares of engagements that were passed on, wait, or that the company took back."""
NEGLECTED = 0.22
"""The share of those under way of which nothing was heard for weeks."""
GOES_ON = 0.75
"""The share of those who go on with a next step."""
LONGEST_DAYS = 165


def _notes(chance: Random, track: str, opened: float, until: float) -> tuple[tuple[float, str], ...]:
    chosen = chance.sample(NOTES[track], k=chance.randint(1, min(3, len(NOTES[track]))))
    return tuple((chance.uniform(until, opened - 0.1), words) for words in chosen)


def _path(chance: Random, track: Track, depth: int) -> list[str]:
    """Return the stages that were entered after the first: some skipped, never a decision, some taken twice."""
    path = []
    for place in range(1, depth + 1):
        stage = track.stages[place]
        skippable = stage.kind is StageKind.ACTIVE and place != depth
        if skippable and chance.random() < 0.15:  # noqa: PLR2004 - one in seven
            continue
        path.append(stage.id)
    if depth >= 3 and chance.random() < 0.2:  # noqa: PLR2004 - sent back once for more work
        place = chance.randrange(1, len(path)) if len(path) > 1 else 1
        path[place:place] = [path[place - 1], track.stages[max(1, track.position(path[place - 1]) - 1)].id]
    return _without_repeats(path)


def _without_repeats(path: list[str]) -> list[str]:
    return [stage for place, stage in enumerate(path) if place == 0 or path[place - 1] != stage]


def _legal(track: Track, path: list[str]) -> list[str]:
    """Return the path without the moves that the track does not allow."""
    here, kept = track.first.id, []
    for stage in path:
        if stage != here and track.stage(stage) in track.next_from(here):
            kept.append(stage)
            here = stage
    return kept


def _fate(chance: Random, track: Track, depth: int) -> tuple[Status, str | None]:
    """Return how an engagement of that depth stands, with the reason where one is needed."""
    luck = 1.0 if depth == len(track.stages) - 1 else chance.random()
    if "agreed" in (stage.id for stage in track.stages) and depth >= track.position("agreed"):
        return Status.ACTIVE, None
    if luck < PASSED:
        return Status.PASSED, chance.choice(REASONS[min(2, depth // 2)])
    if luck < PASSED + WAITING:
        return Status.ON_HOLD, None
    if luck < PASSED + WAITING + WITHDRAWN:
        return Status.WITHDRAWN, "company_withdrew"
    return Status.ACTIVE, None


def _story(chance: Random, owner: Member, company: str, track: Track) -> Story:
    depth = chance.choice(DEPTHS[track.id])
    path = _legal(track, _path(chance, track, depth))
    status, reason = _fate(chance, track, depth)
    over = status in {Status.PASSED, Status.WITHDRAWN}
    stale = over or chance.random() < NEGLECTED
    quiet = chance.uniform(24, 75 if over else 40) if stale else chance.uniform(0.3, 9)
    spans = [chance.uniform(4, 15) for _ in path]
    squeeze = min(1.0, (LONGEST_DAYS - quiet - 5) / max(1.0, sum(spans)))
    moves: list[tuple[float, str]] = []
    day = quiet
    for stage, span in zip(reversed(path), reversed(spans), strict=True):
        moves.append((day, stage))
        day += span * squeeze
    opened = min(day + chance.uniform(0.5, 3), LONGEST_DAYS)
    begun = Story(owner, owner.id, company, track.id, opened, tuple(reversed(moves)), status, quiet * 0.6, reason)
    return _ending(chance, begun, quiet)


def _ending(chance: Random, begun: Story, quiet: float) -> Story:
    """Return the story with its notes, and with a next step where it goes on."""
    done = bool(begun.moves) and begun.moves[-1][1] in {"portfolio", "running", "deployed"}
    goes_on = begun.status is Status.ACTIVE and not done
    step = chance.choice(STEPS[begun.track]) if goes_on and chance.random() < GOES_ON else ""
    return replace(
        begun,
        notes=_notes(chance, begun.track, begun.opened, quiet),
        step=step,
        step_at=quiet * 0.9,
        due_in=chance.choice(DUES) if step else None,
        assignee=chance.randrange(2) if len(begun.owner.people) > 1 else 0,
    )


def _follow_ups(chance: Random) -> list[Story]:
    """Return what the organiser follows: last spring's introductions, and those of the coming event."""
    follow_ups = []
    investors = [*VCS, *OPERATORS]
    keys = [company.key for company in COMPANIES]
    stages = ("consulted", "followup_meeting", "intent", "invested")
    for place in range(8):
        depth = (4, 3, 2, 2, 1, 3, 1, 0)[place]
        opened = chance.uniform(96, 104)
        moves = tuple((opened - 12 * (step + 1) - chance.uniform(0, 5), stages[step]) for step in range(depth))
        follow_ups.append(
            Story(
                ORGANISER,
                investors[place].id,
                keys[(place * 5) % 16],
                "followup",
                opened,
                moves,
                notes=((opened - 1, NOTES["followup"][0]),),
                ir_event=PAST_EVENT,
            )
        )
    for place in range(10):
        opened = chance.uniform(1.5, 6)
        follow_ups.append(
            Story(
                ORGANISER,
                investors[(place * 3 + 1) % 14].id,
                keys[(place * 7 + 2) % 16],
                "followup",
                opened,
                (),
                step=STEPS["followup"][0],
                step_at=opened - 0.5,
                due_in=place % 4,
                ir_event=EVENT,
            )
        )
    return follow_ups


def stories(tracks: dict[str, Track]) -> tuple[Story, ...]:
    """Return every engagement's story in a fixed order."""
    chance = Random(20261119)
    stories: list[Story] = []
    keys = [company.key for company in COMPANIES]
    for owners, track, many in ((VCS, "vc", 6), (OPERATORS, "tips", 5)):
        for place, owner in enumerate(owners):
            chosen = sorted(chance.sample(keys, many + (4 if place == 0 else 0)))
            stories += [_story(chance, owner, company, tracks[track]) for company in chosen]
    for place in range(6):
        story = _story(chance, ORGANISER, keys[(place * 3) % 16], tracks["matching"])
        stories.append(replace(story, investor_id=ADOPTERS[place % 2].id))
    return (*stories, *_follow_ups(chance))
