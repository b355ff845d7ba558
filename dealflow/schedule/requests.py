"""The hard requests of a day, each with a switch, over the bare day that knows none of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ortools.sat.python import cp_model

from dealflow.domain.irday.timetable.timetable import Act, Pair, Pin, Pitcher, Problem
from dealflow.domain.irday.timetable.timetable_lookup import overlaps_any
from dealflow.schedule.day import Day
from dealflow.schedule.explanation import Request, RequestKind
from dealflow.schedule.model import Model, Scope


def requests_of(problem: Problem) -> tuple[Request, ...]:
    """Return what is asked of the day that could make it impossible; the spread of idle stretches is left aside."""
    requests: list[Request] = []
    needed = [pair for pair in problem.pairs if pair.must or pair.pin]
    for pair in needed:
        act = Act(pair.company, pair.investor)
        requests.append(Request(RequestKind.MUST, (act,), (pair.company, pair.investor)))
        requests += _restrictions(pair, act)
        if pair.seat and len(_seats(problem, pair.investor)) > 1:
            requests.append(Request(RequestKind.SEAT, (act,), (pair.investor,), seat=pair.seat))
    for pitcher in problem.pitchers:
        act = Act(pitcher.company)
        requests.append(Request(RequestKind.PITCH, (act,), (pitcher.company,)))
        requests += _restrictions(pitcher, act)
    placed = {request.acts[0] for request in requests}
    for order in problem.orders:
        if order.first in placed and order.then in placed:
            firms = tuple(dict.fromkeys((order.first.company, order.then.company)))
            requests.append(Request(RequestKind.ORDER, (order.first, order.then), firms))
    texts = {firm for pair in needed for firm in (pair.company, pair.investor)}
    requests += [
        Request(RequestKind.MOST, firms=(firm.id,), allowed=firm.most)
        for firm in problem.firms
        if firm.most is not None and firm.id in texts
    ]
    return tuple(requests)


def bare(problem: Problem) -> Problem:
    """Return the day with only the pairs that have to be held, and nothing asked of them."""
    return replace(
        problem,
        firms=tuple(replace(firm, least=0, most=None) for firm in problem.firms),
        pairs=tuple(Pair(pair.company, pair.investor) for pair in problem.pairs if pair.must or pair.pin),
        pitchers=tuple(Pitcher(pitcher.company) for pitcher in problem.pitchers),
        wants=(),
        orders=(),
        spread=None,
    )


class Asked(Model):
    """The bare day with a switch for each request: ``switch[request]`` on means that it is kept."""

    def __init__(self, problem: Problem, requests: Iterable[Request], *, bare_day: Problem) -> None:
        day = Day(bare_day)
        scope = Scope(
            slots={pair: day.slots_of[pair] for pair in range(len(day.pairs))},
            doors=dict(enumerate(day.doors)),
            must_pitch=False,
        )
        super().__init__(day, scope)
        self.problem = problem
        self.number = day.pair_of | {
            Act(pitcher.company): len(day.pairs) + number for number, pitcher in enumerate(day.pitchers)
        }
        self.switch = {request: self.cp.new_bool_var("") for request in requests}
        self._tables_of: dict[tuple[str, str], list[tuple[cp_model.IntVar, int]]] = {}
        self._people: dict[str, list[tuple[cp_model.IntVar, int]]] = {}
        for request, on in self.switch.items():
            self._ask(request, on)
        self._share(self._people)
        self._share(self._tables_of)

    def _ask(self, request: Request, on: cp_model.IntVar) -> None:
        if request.kind in {RequestKind.MUST, RequestKind.PITCH}:
            self.cp.add_bool_or([~on, *self.choices(self.number[request.acts[0]]).values()])
        elif request.kind is RequestKind.MOST:
            met = self.met.get(self.day.firm_of[request.firms[0]], [])
            self.cp.add(sum(met) <= (request.allowed or 0)).only_enforce_if(on)
        elif request.kind is RequestKind.ORDER:
            self._in_order(request, on)
        else:
            self._restrict(request, on)

    def _restrict(self, request: Request, on: cp_model.IntVar) -> None:
        """Forbid, while the switch is on, what a pin, allowed slots or a prescribed seat leave out."""
        act = self.number[request.acts[0]]
        for at, var in self.choices(act).items():
            if not self._allows(request, act, at):
                self.cp.add_implication(on, ~var)
        if request.kind is RequestKind.SEAT and request.seat:
            self._people.setdefault(request.seat, []).append((on, act))
        if request.kind is RequestKind.PIN and request.place and act < len(self.day.pairs):
            self._tables_of.setdefault((request.place, request.slots[0]), []).append((on, act))

    def _allows(self, request: Request, act: int, at: int) -> bool:
        is_pitch = act >= len(self.day.pairs)
        slot = self.day.pitch_slots[self.day.places[at][0]] if is_pitch else self.day.slots[at]
        if request.kind is RequestKind.SEAT:
            return self.day.parts.is_free(request.seat or "", slot.span)
        if slot.id not in request.slots:
            return False
        if request.kind is RequestKind.SLOTS or request.place is None:
            return True
        if is_pitch:
            return self.problem.stages[self.day.places[at][1]].id == request.place
        table = self.day.parts.tables.get(request.place)
        return table is not None and not overlaps_any(slot.span, table.closed)

    def _share(
        self,
        shares: dict[str, list[tuple[cp_model.IntVar, int]]] | dict[tuple[str, str], list[tuple[cp_model.IntVar, int]]],
    ) -> None:
        """Let no two that ask for the same person, or the same table, be held at once while both switches are on."""
        for rivals in shares.values():
            for index, (on, act) in enumerate(rivals):
                for other_on, other in rivals[:index]:
                    theirs = self.choices(other)
                    for at, var in self.choices(act).items():
                        if at in theirs:
                            self.cp.add_bool_or([~on, ~other_on, ~var, ~theirs[at]])

    def _in_order(self, request: Request, on: cp_model.IntVar) -> None:
        first, then = (self.number[act] for act in request.acts)
        for at, var in self.choices(first).items():
            end = self.day.span(first, at).end_min
            for place, other in self.choices(then).items():
                if self.day.span(then, place).start_min < end:
                    self.cp.add_bool_or([~on, ~var, ~other])


def _restrictions(request: Pair | Pitcher, act: Act) -> list[Request]:
    firms = (act.company,) if act.investor is None else (act.company, act.investor)
    requests = []
    if request.slots is not None:
        requests.append(Request(RequestKind.SLOTS, (act,), firms, slots=request.slots))
    if isinstance(request.pin, Pin):
        requests.append(Request(RequestKind.PIN, (act,), firms, slots=(request.pin.slot,), place=request.pin.place))
    return requests


def _seats(problem: Problem, firm: str) -> list[str]:
    return [seat.id for other_firm in problem.firms if other_firm.id == firm for seat in other_firm.seats]
