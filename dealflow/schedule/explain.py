"""Why a day cannot be planned: the smallest set of requests that conflict together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic

from ortools.sat.python import cp_model

from dealflow.domain.irday.timetable.hard_rules import Rule
from dealflow.domain.irday.timetable.timetable import Firm, Problem, Seat, Table
from dealflow.domain.values.day_span import Span
from dealflow.schedule.explanation import Binding, Explanation, Request
from dealflow.schedule.requests import Asked, bare, requests_of
from dealflow.schedule.skeleton import solver_of

_EFFORT = 5.0
_ALWAYS = Span(-(10**7), 10**7)
_PLENTY = 1000


def explain(problem: Problem, *, seed: int = 0, seconds: float = 20.0) -> Explanation:
    """Return whether all hard requests can be kept, and if not, a smallest set of them that conflict, and by what.

    First a set is found by assumptions and thinned out until each request in it is needed; then smaller ones are looked
    for. ``seconds`` caps all that; what was found by then is told. Whether the spread of idle stretches can be kept is
    not looked into: where all else can, and one is asked for, it remains unknown.
    """
    search = _Search(problem, seed=seed, until_s=monotonic() + seconds)
    core = search.conflict(search.requests)
    if core is None:
        return Explanation(is_possible=None)
    if not core:
        return Explanation(is_possible=None if problem.spread is not None else True)
    core = search.thinned(core)
    core, is_smallest = search.smallest(core)
    return Explanation(is_possible=False, requests=tuple(core), binds=search.binds(core), is_smallest=is_smallest)


class _Search:
    """Asks the solver which sets of requests can be kept."""

    def __init__(self, problem: Problem, *, seed: int, until_s: float) -> None:
        self.problem = problem
        self.requests = list(requests_of(problem))
        self.seed = seed
        self.until_s = until_s
        self.model = Asked(problem, self.requests, bare_day=bare(problem))

    def conflict(self, requests: Sequence[Request]) -> list[Request] | None:
        """Return some of the requests that cannot be kept together, in their order; empty: all can; None: unknown."""
        return self._conflict(self.model, requests)

    def _conflict(self, model: Asked, requests: Sequence[Request]) -> list[Request] | None:
        model.cp.clear_assumptions()
        model.cp.add_assumptions([model.switch[request] for request in requests])
        solver = solver_of(seed=self.seed, seconds=self.until_s - monotonic(), effort=_EFFORT)
        status = solver.solve(model.cp)
        if status == cp_model.INFEASIBLE:
            blamed = set(solver.sufficient_assumptions_for_infeasibility())
            found_requests = [request for request in requests if model.switch[request].index in blamed]
            return found_requests or list(requests)
        return [] if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def thinned(self, core: list[Request]) -> list[Request]:
        """Return the core without what is not needed; where time runs out, with some of that still in it."""
        for request in list(core):
            if request not in core:
                continue
            rest = self.conflict([other for other in core if other != request])
            if rest:
                core = rest
        return core

    def smallest(self, core: list[Request]) -> tuple[list[Request], bool]:
        """Return a smallest set that conflicts, and whether that is proved.

        What can be kept leaves something out; a set that conflicts has something of each such remainder. So the
        smallest set that hits all remainders known is tried: if it conflicts, it is the answer, and if not, it shows a
        new remainder.
        """
        remainders: list[list[Request]] = []
        while monotonic() < self.until_s:
            hitting = self._hitting(remainders)
            if hitting is None or len(hitting) >= len(core):
                return core, hitting is not None
            requests = self.conflict(hitting)
            if requests is None:
                break
            if requests:
                return self.thinned(requests), True
            remainder = self._remainder(hitting)
            if remainder is None:
                break
            remainders.append(remainder)
        return core, False

    def _hitting(self, remainders: list[list[Request]]) -> list[Request] | None:
        """Return the fewest requests of which each remainder has one."""
        cp = cp_model.CpModel()
        chosen = {request: cp.new_bool_var("") for request in self.requests}
        for remainder in remainders:
            cp.add_bool_or([chosen[request] for request in remainder])
        cp.minimize(sum(chosen.values()))
        solver = solver_of(seed=self.seed, seconds=self.until_s - monotonic(), effort=_EFFORT)
        if solver.solve(cp) != cp_model.OPTIMAL:
            return None
        return [request for request, var in chosen.items() if solver.boolean_value(var)]

    def _remainder(self, requests: list[Request]) -> list[Request] | None:
        """Return what is left out when ``requests`` is kept with as many others as can be."""
        model = self.model
        model.cp.clear_assumptions()
        model.cp.add_assumptions([model.switch[request] for request in requests])
        model.cp.maximize(sum(model.switch.values()))
        solver = solver_of(seed=self.seed, seconds=self.until_s - monotonic(), effort=_EFFORT)
        status = solver.solve(model.cp)
        model.cp.clear_objective()  # type: ignore[no-untyped-call]  # ortools types it not
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return [request for request, var in model.switch.items() if not solver.boolean_value(var)]

    def binds(self, core: list[Request]) -> tuple[Binding, ...]:
        """Return the rules without which the core could be kept: each is lifted in turn."""
        bindings = []
        for binding, eased in _eased(bare(self.problem), core):
            model = Asked(self.problem, core, bare_day=eased)
            if self._conflict(model, core) == []:
                bindings.append(binding)
        return tuple(bindings)


def _eased(problem: Problem, core: Sequence[Request]) -> Iterator[tuple[Binding, Problem]]:
    """Yield each rule that may bind, with the day in which it is lifted."""
    acts = {act for request in core for act in request.acts}
    concerned = {firm for act in acts for firm in (act.company, act.investor) if firm}
    for firm in problem.firms:
        if firm.id in concerned:
            yield Binding(Rule.SEAT_FREE, (firm.id,)), _with(problem, _always_free(firm))
            yield Binding(Rule.ONE_PLACE, (firm.id,)), _with(problem, _many(firm))
    if problem.taken:
        yield Binding(Rule.TAKEN), replace(problem, taken=())
    if problem.apart_min:
        yield Binding(Rule.APART), replace(problem, apart_min=0)
    if any(table.closed for table in problem.tables):
        yield Binding(Rule.TABLE_CLOSED), replace(problem, tables=tuple(Table(table.id) for table in problem.tables))
    more = tuple(Table(f"{problem.tables[0].id if problem.tables else ''}+{number}") for number in range(len(acts)))
    yield Binding(Rule.TABLE_TAKEN), replace(problem, tables=(*problem.tables, *more))
    if problem.stages:
        every = tuple(slot.id for slot in problem.pitch_slots)
        yield (
            Binding(Rule.STAGE_CLOSED),
            replace(problem, stages=tuple(replace(stage, slots=every) for stage in problem.stages)),
        )
        yield (
            Binding(Rule.STAGE_FULL),
            replace(problem, stages=tuple(replace(stage, places=_PLENTY) for stage in problem.stages)),
        )


def _with(problem: Problem, firm: Firm) -> Problem:
    return replace(
        problem, firms=tuple(firm if other_firm.id == firm.id else other_firm for other_firm in problem.firms)
    )


def _always_free(firm: Firm) -> Firm:
    return replace(firm, seats=tuple(Seat(seat.id, (_ALWAYS,)) for seat in firm.seats))


def _many(firm: Firm) -> Firm:
    """Return the firm with so many people that it can be everywhere at once."""
    more = (Seat(f"{seat.id}+{number}", seat.free) for seat in firm.seats for number in range(8))
    return replace(firm, seats=(*firm.seats, *more))
