"""The sender of campaigns: each recipient is marked before the request and settled after it, at Telegram's pace."""

from __future__ import annotations

import asyncio
from collections import deque

import structlog

from bot.campaign_cards import letter as letter_message
from bot.campaign_cards import report
from bot.delivery import Delivered, deliver
from bot.measures import CAMPAIGNS_SENT
from core.background import Background
from db.writer import Busy, Overloaded
from membership import campaigns, launches, reach, recipients, segments
from membership.recipients import Letter, Passed, Taken
from tasks.jobs import Duty

log = structlog.get_logger(__name__)

BATCH = 60
# Enough for half a second of answer time at 30 a second; a crash leaves at most so many in doubt.
IN_FLIGHT = 16
WATCHED = 50
JUDGED_FROM = 20
BAD_SHARE = 0.25
LONGEST_HOLD = 30.0
_SETTLING_TRIES = 5


class Sender:
    """Sends what is due, campaign by campaign, until nothing is; `wake` starts it when it rests."""

    def __init__(self) -> None:
        self._background = Background()
        self._flights = Background()
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self._duty: Duty | None = None
        self._running = False
        self._stopping = False
        self._halted: set[int] = set()
        self._outcomes: dict[int, deque[bool]] = {}
        self._unconnected = 0
        self._landed = 0

    def wake(self, duty: Duty) -> None:
        """Go on with `duty` (its program may be a newer one); returns at once."""
        self._duty = duty
        if not self._running and not self._stopping:
            self._running = True
            self._background.start(self._run(), name="campaigns")

    async def stop(self, seconds: float = 10.0) -> None:
        """Take nothing new, wait for what is on its way, and leave the rest for the next start."""
        self._stopping = True
        await self._background.drain(seconds)
        await self._flights.drain(seconds)

    async def rest(self) -> None:
        """Wait until nothing is left to do now."""
        while self._running:  # noqa: ASYNC110 - for tests and the console; coarse is enough
            await asyncio.sleep(0.02)

    async def _run(self) -> None:
        try:
            while not self._stopping and await self._round(self._now_duty()):
                pass
        finally:
            self._running = False

    async def _round(self, duty: Duty) -> bool:
        """Serve each campaign that has something to do once; False when none has."""
        landed = self._landed
        busy = False
        now = duty.clock.now()
        work = await duty.db.read(launches.work, now=now, lost_before=now - recipients.LOST_AFTER)
        for campaign_id in work.running:
            if campaign_id in self._halted:
                # What is on its way writes the pause; what goes on after it is judged by new letters only.
                await self._land()
                self._halted.discard(campaign_id)
                self._outcomes.pop(campaign_id, None)
                busy = True
            else:
                busy = await self._serve(duty, campaign_id) or busy
        if not busy:
            await self._land()
        # What has just landed may have ended a campaign, or gone back into the line: look once more.
        return busy or self._landed != landed

    async def _serve(self, duty: Duty, campaign_id: int) -> bool:
        if not await self._plan(duty, campaign_id):
            return False
        if reach.quiet_end(duty.program, duty.clock.now()) is not None:
            while await duty.db.write(
                recipients.rest, campaign_id=campaign_id, program=duty.program, now=duty.clock.now()
            ):
                pass
            return await self._finish(duty, campaign_id)
        taken = await duty.db.write(
            recipients.take, campaign_id=campaign_id, limit=BATCH, now=duty.clock.now()
        )
        if not taken:
            return await self._finish(duty, campaign_id)
        await self._send_all(duty, campaign_id, taken)
        return True

    async def _plan(self, duty: Duty, campaign_id: int) -> bool:
        """Plan what is not planned yet; False when there is nothing that could be sent."""
        try:
            while await duty.db.write(
                recipients.plan, campaign_id=campaign_id, program=duty.program, now=duty.clock.now()
            ):
                if self._stopping:
                    return False
        except segments.SegmentUnknown as gone:
            shown = await duty.db.read(campaigns.card, campaign_id=campaign_id)
            told = duty.catalogue[shown.language](gone.key, **gone.values)
            await self._pause(duty, campaign_id, "segment", told)
            return False
        return True

    async def _send_all(self, duty: Duty, campaign_id: int, taken: tuple[Taken, ...]) -> None:
        for place, one in enumerate(taken):
            await self._room.acquire()
            started = False
            try:
                await duty.pace.turn(one.chat_id)
                if self._stopping or campaign_id in self._halted:
                    left = [late.recipient_id for late in taken[place:]]
                    await duty.db.write(recipients.release, recipient_ids=left, now=duty.clock.now())
                    return
                self._flights.start(self._fly(duty, campaign_id, one), name="campaign letter")
                started = True
            finally:
                if not started:
                    self._room.release()

    async def _fly(self, duty: Duty, campaign_id: int, one: Taken) -> None:
        try:
            armed = await duty.db.write(
                recipients.arm, recipient_id=one.recipient_id, program=duty.program, now=duty.clock.now()
            )
            if isinstance(armed, Passed):
                if armed.stopped:
                    self._halted.add(campaign_id)
                    await duty.db.write(
                        recipients.release, recipient_ids=[one.recipient_id], now=duty.clock.now()
                    )
                return
            await duty.pace.clear()
            done = await deliver(
                duty.bot, letter_message(armed, program=duty.program, catalogue=duty.catalogue)
            )
            await self._settle(duty, armed, done)
        finally:
            self._landed += 1
            self._room.release()

    async def _settle(self, duty: Duty, letter: Letter, done: Delivered) -> None:
        CAMPAIGNS_SENT.labels(outcome=done.kind).inc()
        seconds = self._hold(duty, done)
        for attempt in range(1, _SETTLING_TRIES + 1):
            try:
                await duty.db.write(
                    recipients.settle,
                    letter=letter,
                    outcome=done.kind,
                    message_id=done.message_id,
                    error=done.error,
                    seconds=seconds,
                    now=duty.clock.now(),
                )
                break
            except (Busy, Overloaded):
                # The message is out: its row must learn of it, or it ends as `unknown`.
                if attempt == _SETTLING_TRIES:
                    raise
                await asyncio.sleep(0.2 * attempt)
        if done.kind != "wait":
            await self._judge(duty, letter.campaign_id, done)

    def _hold(self, duty: Duty, done: Delivered) -> float:
        """Let everybody wait when Telegram says so or can't be reached; return for how long."""
        if done.kind != "wait":
            self._unconnected = 0
            return 0.0
        if done.error == "429":
            duty.pace.hold(done.seconds)
            return done.seconds
        self._unconnected += 1
        seconds = min(LONGEST_HOLD, done.seconds * float(2 ** min(self._unconnected // IN_FLIGHT, 8)))
        duty.pace.hold(seconds)
        return seconds

    async def _judge(self, duty: Duty, campaign_id: int, done: Delivered) -> None:
        """Pause a campaign of whose last letters too many failed, and say why to whoever sent it."""
        if campaign_id in self._halted:
            return
        seen = self._outcomes.setdefault(campaign_id, deque(maxlen=WATCHED))
        seen.append(done.kind in {"failed", "unknown"})
        if len(seen) < JUDGED_FROM or sum(seen) < BAD_SHARE * len(seen):
            return
        self._halted.add(campaign_id)
        bad, of = sum(seen), len(seen)
        del self._outcomes[campaign_id]
        shown = await duty.db.read(campaigns.card, campaign_id=campaign_id)
        texts = duty.catalogue[shown.language]
        told = texts(
            "campaigns-paused-errors", name=shown.name, bad=bad, of=of, error=done.error or done.kind
        )
        log.warning("campaign paused", campaign=campaign_id, bad=bad, of=of)
        await self._pause(duty, campaign_id, "errors", told)

    async def _pause(self, duty: Duty, campaign_id: int, reason: str, told: str) -> None:
        now = duty.clock.now()
        try:
            await duty.db.write(
                launches.pause, campaign_id=campaign_id, by=None, reason=reason, told=told, now=now
            )
        except campaigns.StepRefused:
            log.info("campaign no longer running", campaign=campaign_id)

    async def _finish(self, duty: Duty, campaign_id: int) -> bool:
        """End a campaign when all its rows have come to an end; False when nothing was left to do."""
        await self._land()
        shown = await duty.db.read(campaigns.card, campaign_id=campaign_id)
        self._outcomes.pop(campaign_id, None)
        await duty.db.write(
            launches.finish,
            campaign_id=campaign_id,
            told=report(shown, duty.catalogue[shown.language]),
            now=duty.clock.now(),
        )
        return False

    async def _land(self) -> None:
        """Wait for all that is on its way."""
        await self._flights.drain(recipients.LOST_AFTER.total_seconds())

    def _now_duty(self) -> Duty:
        assert self._duty is not None  # noqa: S101 - set before the task starts
        return self._duty
