from __future__ import annotations

from datetime import datetime, timedelta

from knowledge.memory import Memory


def test_only_the_last_fresh_turns_are_recalled(now: datetime) -> None:
    memory = Memory(turns=2)
    for number in range(3):
        memory.keep("a", f"q{number}", f"a{number}", now + timedelta(minutes=number))
    assert [turn.question for turn in memory.recall("a", now + timedelta(minutes=3))] == ["q1", "q2"]
    assert [turn.question for turn in memory.recall("a", now + timedelta(minutes=32))] == ["q2"]
    assert memory.recall("b", now) == ()


def test_memory_is_bounded_in_conversations_and_length(now: datetime) -> None:
    memory = Memory(conversations=2)
    for name in ("a", "b", "c"):
        memory.keep(name, "q" * 10_000, "a" * 10_000, now)
    assert memory.recall("a", now) == ()
    (turn,) = memory.recall("c", now)
    assert len(turn.question) + len(turn.answer) < 2_000
    memory.forget("c")
    assert memory.recall("c", now) == ()
