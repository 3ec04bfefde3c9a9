"""Learns what members buy next and picks it for one of them, with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from insight.baskets import SECONDS_A_DAY, Baskets, Flags, Floats, Ints, split_last
from insight.blend import learn
from insight.features import CANDIDATES, People, Table, candidates
from insight.model import Model
from insight.reasons import Kind, Reason, own_reason
from insight.sources import STEADY, Sources, key_of, sources_of
from insight.states import (
    DECAYS,
    NEWCOMER,
    Rhythm,
    Rhythms,
    State,
    States,
    bought,
    rhythms_of,
    shopped,
    states_of,
)

LESSONS = 10_000  # members whose last basket teaches the blend; more only cost time and memory


@dataclass(frozen=True, slots=True)
class History:
    """All that must be read of a member to recommend: the rhythm, and a state for each item bought."""

    member: str
    rhythm: Rhythm = NEWCOMER
    states: Mapping[str, State] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pick:
    """One recommended item; `score` is the probability that it is in the member's next basket."""

    item: str
    score: float
    reason: Reason


def days(moment: datetime) -> float:
    """Return an aware time as days since 1970, the unit of all numbers here."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without zone: {moment}")
    return moment.timestamp() / SECONDS_A_DAY


def after(history: History, *, at: datetime, items: Iterable[str]) -> History:
    """Return the history after one more order; orders of the same instant are one basket.

    An order older than the last one is refused with ValueError: rebuild with `history_of` then.
    """
    states = dict(history.states)
    rhythm = _take_in(states, history.rhythm, days(at), items)
    return History(member=history.member, rhythm=rhythm, states=states)


def history_of(member: str, orders: Iterable[tuple[datetime, Iterable[str]]]) -> History:
    """Build a member's history from all orders, in whatever order they come."""
    states: dict[str, State] = {}
    rhythm = NEWCOMER
    for at, items in sorted(orders, key=lambda order: order[0]):
        rhythm = _take_in(states, rhythm, days(at), items)
    return History(member=member, rhythm=rhythm, states=states)


def _take_in(states: dict[str, State], rhythm: Rhythm, day: float, items: Iterable[str]) -> Rhythm:
    if rhythm.baskets and day < rhythm.last:
        raise ValueError(f"an order of day {day:.3f} comes after one of day {rhythm.last:.3f}")
    same = bool(rhythm.baskets) and day == rhythm.last
    number = rhythm.baskets - 1 if same else rhythm.baskets
    fresh = [item for item in dict.fromkeys(items) if not (item in states and states[item].number == number)]
    reused = sum(item in states for item in fresh)
    for item in fresh:
        states[item] = bought(states.get(item), number=number, at=day)
    if same:
        return rhythm._replace(lines=rhythm.lines + len(fresh), reused=rhythm.reused + reused)
    return shopped(rhythm, at=day, lines=len(fresh), reused=reused) if fresh else rhythm


def fit(baskets: Baskets, *, lessons: Baskets | None = None, moments: Sequence[float] | None = None) -> Model:
    """Learn from all baskets: what came last teaches the blend, then all feed the sources.

    `lessons` are coming baskets of some members, kept apart from `baskets` (else each member's last one);
    `moments` are the days as of which popularity will be asked (else the day of the last basket).
    """
    known, coming = split_last(baskets, at_least=2) if lessons is None else (baskets, lessons)
    coming = _some(coming, LESSONS)
    table, taken = lessons_of(sources_of(known, at=coming.time.tolist()), known, coming)
    return Model(
        items=baskets.items,
        index={item: code for code, item in enumerate(baskets.items)},
        sources=sources_of(baskets, at=moments),
        blend=learn(table, taken, items=len(baskets.items)),
        trained_at=float(baskets.time.max()) if len(baskets) else 0.0,
        members=int(np.count_nonzero(baskets.per_member)),
        baskets=len(baskets),
    )


def lessons_of(sources: Sources, known: Baskets, coming: Baskets) -> tuple[Table, Flags]:
    """Return candidate rows of each coming basket's member as of its time, and which were in it.

    Rows follow the order of `coming`, which holds at most one basket a member.
    """
    table = candidates(sources, people_of(known, coming.member), coming.member, coming.time)
    width = len(known.items)
    wanted = coming.line_basket * width + coming.item
    return table, np.isin(table.member * width + table.item, wanted)


def people_of(baskets: Baskets, members: Ints) -> People:
    """Return what the features need of the given members; all others look as if they had bought nothing."""
    asked = np.zeros(len(baskets.members), np.bool_)
    asked[members] = True
    baskets = baskets.keep(asked[baskets.member])
    states = states_of(baskets)
    keys = np.zeros(len(baskets.members), np.int64)
    keys[members] = [key_of(baskets.members[member]) for member in members]
    return People(states=states, rhythms=rhythms_of(baskets, states), keys=keys)


def score_member(
    states: Mapping[str, State],
    model: Model,
    now: float,
    *,
    rhythm: Rhythm = NEWCOMER,
    member: str = "",
    only: Flags | None = None,
) -> tuple[Ints, Floats]:
    """Return the codes of one member's candidates and the probability of each, best first.

    `now` is in days since 1970; states of items that the model doesn't know are passed over. Of somebody
    with none, only what is popular can be said: the blend has learnt from people who bought before.
    """
    if not any(item in model.index for item in states):
        return _popular(model, only)
    people = _one(states, rhythm, member, model)
    table = candidates(model.sources, people, np.zeros(1, np.int64), np.array([now]), only=only)
    odds = model.blend.log_odds(table)
    order = np.lexsort((table.item, -odds))
    return table.item[order], 1.0 / (1.0 + np.exp(-odds[order]))


def _popular(model: Model, only: Flags | None) -> tuple[Ints, Floats]:
    chance = np.minimum(1.0, model.sources.popular[-1] * model.sources.size)
    open_to = np.arange(len(chance)) if only is None else np.flatnonzero(only)
    order = open_to[np.argsort(-chance[open_to], kind="stable")][:CANDIDATES]
    return order.astype(np.int64), chance[order]


def recommend(
    model: Model,
    history: History,
    *,
    now: datetime,
    k: int = 10,
    exclude: Collection[str] = (),
    only: Collection[str] | None = None,
) -> tuple[Pick, ...]:
    """Return at most `k` picks, best first; `exclude` are unwanted items, `only` (if given) those on sale."""
    allowed = np.ones(len(model.items), np.bool_)
    if only is not None:
        allowed[:] = False
        allowed[[model.index[item] for item in only if item in model.index]] = True
    allowed[[model.index[item] for item in exclude if item in model.index]] = False
    day = days(now)
    codes, chances = score_member(
        history.states, model, day, rhythm=history.rhythm, member=history.member, only=allowed
    )
    partners = _partners(model, history)
    return tuple(
        Pick(model.items[code], float(chance), _reason(model, history, partners, int(code), day))
        for code, chance in zip(codes[:k], chances[:k], strict=True)
    )


def _reason(model: Model, history: History, partners: Floats, code: int, now: float) -> Reason:
    state = history.states.get(model.items[code])
    if state is not None:
        return own_reason(state, now)
    if not len(partners):
        return Reason(Kind.COLD)
    best = int(partners[:, code].argmax())
    if partners[best, code] <= 0:
        return Reason(Kind.POPULAR)
    partner = [item for item in history.states if item in model.index][best]
    kept = history.states[partner]
    since = max(0, int(now - kept.last))
    return Reason(Kind.GOES_WITH, count=kept.times, days_since=since, partner=partner)


def _partners(model: Model, history: History) -> Floats:
    """Return how strongly each of the member's items (rows) speaks for each item of the catalogue."""
    codes = [model.index[item] for item in history.states if item in model.index]
    if not codes:
        return np.zeros((0, len(model.items)))
    together = (model.sources.beside[codes] + 0.5 * model.sources.within[codes]).toarray()
    liked = np.array([state.faded[STEADY] for item, state in history.states.items() if item in model.index])
    return np.asarray(together * liked[:, None], np.float64)


def _one(states: Mapping[str, State], rhythm: Rhythm, member: str, model: Model) -> People:
    known = sorted((model.index[item], state) for item, state in states.items() if item in model.index)
    numbers = np.array([[s.times, s.first, s.previous, s.last, s.number, *s.faded] for _, s in known])
    table = numbers.reshape(len(known), 5 + DECAYS)
    return People(
        states=States(
            start=np.array([0, len(known)], np.int64),
            item=np.array([code for code, _ in known], np.int64),
            count=table[:, 0],
            first=table[:, 1],
            previous=table[:, 2],
            last=table[:, 3],
            number=table[:, 4],
            faded=table[:, 5:],
        ),
        rhythms=Rhythms(*(np.array([float(value)]) for value in rhythm)),
        keys=np.array([key_of(member)], np.int64),
    )


def _some(baskets: Baskets, most: int) -> Baskets:
    if len(baskets) <= most:
        return baskets
    chosen = np.zeros(len(baskets), np.bool_)
    chosen[np.random.default_rng(len(baskets)).choice(len(baskets), most, replace=False)] = True
    return baskets.keep(chosen)
