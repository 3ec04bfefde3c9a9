"""Members: joining, being recognised, languages, topics, and privacy switches."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Conflict, Invalid, NotFound
from core.program import Program
from core.texts import LANGUAGES, Language, language_of
from db.queries import erasures as gone
from db.queries import members as rows
from membership import coupons, referrals, tiers, webhooks

NUMBER_DIGITS = 8
MAIN_ACCOUNT, SECOND_ACCOUNT = rows.ACCOUNTS


class MemberUnknown(NotFound):
    key = "members-unknown"


class AlreadyLinked(Conflict):
    key = "members-already-linked"


class TopicUnknown(Invalid):
    key = "members-topic-unknown"


class LanguageUnknown(Invalid):
    key = "members-language-unknown"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is behind an update, as far as we know; `member_id` is empty for a stranger."""

    telegram_id: int
    language: Language
    member_id: int | None = None
    number: str | None = None
    tier: str | None = None
    operator: bool = False

    @property
    def joined(self) -> bool:
        return self.member_id is not None


@dataclass(frozen=True, slots=True)
class Joined:
    """A membership that begins, or one that stood already (`new` is false)."""

    member_id: int
    number: str
    new: bool
    coupon: coupons.Issued | None


@dataclass(frozen=True, slots=True)
class TopicChoice:
    topic: str
    granted: bool


@dataclass(frozen=True, slots=True)
class Ref:
    """A channel's name for a member; a phone number is blinded before it becomes one."""

    kind: str
    value: str


def recognise(
    session: Session, *, telegram_id: int, language_code: str | None, operators: Sequence[int]
) -> Viewer:
    """Return who a Telegram account is; one indexed read."""
    found = rows.by_account(session, telegram_id)
    operator = telegram_id in operators
    if found is None or found.joined_at is None:  # so far only orders have spoken of them
        return Viewer(telegram_id, language_of(language_code), operator=operator)
    language = found.language if found.language in LANGUAGES else language_of(language_code)
    return Viewer(telegram_id, language, found.id, found.number, found.tier, operator)


def join(
    session: Session,
    *,
    telegram_id: int,
    name: str,
    language_code: str | None,
    source: str | None,
    message_id: int | None,
    vault: Vault | None = None,
    program: Program,
    now: datetime,
) -> Joined:
    """Make a Telegram account a member, once, with consent to what the welcome line says and a first coupon.

    Whoever was erased within the year is somebody new, but for that coupon (only `vault` can tell).
    """
    found = rows.by_account(session, telegram_id)
    if found is not None:
        blocked(session, telegram_id=telegram_id, reachable=True)
        if found.joined_at is not None:
            return Joined(found.id, found.number, new=False, coupon=None)
        member_id, number = found.id, found.number
    else:
        member_id, number = _create(session, name=name[:128], program=program, now=now)
    # Two first taps at once: the identity's unique key lets one of them create the member.
    if found is None and not rows.link(session, member_id, "telegram", str(telegram_id)):
        session.rollback()
        return join(
            session,
            telegram_id=telegram_id,
            name=name,
            language_code=language_code,
            source=source,
            message_id=message_id,
            vault=vault,
            program=program,
            now=now,
        )
    rows.begin_membership(
        session, member_id, name=name[:128], language=language_of(language_code), source=source, now=now
    )
    granted = [(topic.id, True) for topic in program.topics]
    rows.set_consents(
        session, member_id, granted, wording=program.consent_version, message_id=message_id, now=now
    )
    _announce(session, member_id, number, now)
    if vault is not None and gone.erased(session, blinded_account(telegram_id, vault=vault)):
        return Joined(member_id, number, new=True, coupon=None)
    coupon = coupons.issue(
        session,
        member_id=member_id,
        template=program.welcome_coupon,
        key=f"join:{member_id}",
        program=program,
        now=now,
    )
    referrals.begin(session, member_id=member_id, source=source, program=program, now=now)
    return Joined(member_id, number, new=True, coupon=coupon)


def blinded_account(telegram_id: int, *, vault: Vault) -> str:
    """Return by what a Telegram account is remembered for a year after it was erased."""
    return vault.blind("erased account", str(telegram_id))


def adopt(
    session: Session,
    *,
    telegram_id: int,
    name: str,
    language_code: str | None,
    ref: Ref,
    program: Program,
    now: datetime,
) -> Joined:
    """Let a Telegram account take over the membership that `ref` names (its orders and points stay with it).

    Who calls this has made sure that both are one person; raises MemberUnknown and AlreadyLinked.
    """
    member_id = find(session, ref=ref)
    if not rows.link(session, member_id, "telegram", str(telegram_id)):
        raise AlreadyLinked
    rows.begin_membership(session, member_id, name=name[:128], language=language_of(language_code), now=now)
    granted = [(topic.id, True) for topic in program.topics]
    rows.set_consents(session, member_id, granted, wording=program.consent_version, message_id=None, now=now)
    number = rows.number_of(session, member_id)
    _announce(session, member_id, number, now)
    return Joined(member_id, number, new=True, coupon=None)


def is_known(session: Session, *, telegram_id: int) -> bool:
    return rows.by_account(session, telegram_id) is not None


def count(session: Session) -> int:
    """Return how many members there are, joined or not."""
    return rows.count(session)


def resolve(session: Session, *, refs: Iterable[Ref], program: Program, now: datetime) -> dict[Ref, int]:
    """Return a member id for each ref; who is not known yet becomes a member that has not joined here."""
    wanted = set(refs)
    known = rows.by_identities(session, [(ref.kind, ref.value) for ref in wanted])
    missing = [ref for ref in wanted if (ref.kind, ref.value) not in known]
    if missing:
        known |= rows.create_unjoined(
            session,
            [(ref.kind, ref.value) for ref in sorted(missing, key=lambda ref: (ref.kind, ref.value))],
            number=_number,
            tier=program.tiers[0].id,
            now=now,
        )
    return {ref: known[ref.kind, ref.value] for ref in wanted}


def find(session: Session, *, ref: Ref) -> int:
    """Return the member that `ref` names; raises MemberUnknown."""
    found = rows.by_identity(session, ref.kind, ref.value)
    if found is None:
        raise MemberUnknown(ref=f"{ref.kind}:{ref.value}" if ref.kind != "phone" else "phone")
    member_id: int = found.id
    return member_id


def speak(session: Session, *, member_id: int, language: str) -> Language:
    """Set the language that the bot speaks with a member."""
    if language not in LANGUAGES:
        raise LanguageUnknown(language=language)
    rows.set_language(session, member_id, language)
    return language


def choose_topic(
    session: Session,
    *,
    member_id: int,
    topic: str,
    granted: bool,
    message_id: int | None,
    program: Program,
    now: datetime,
) -> TopicChoice:
    """Store a member's yes or no to one topic, with the wording that they saw."""
    if all(topic != known.id for known in program.topics):
        raise TopicUnknown(topic=topic)
    rows.set_consents(
        session,
        member_id,
        [(topic, granted)],
        wording=program.consent_version,
        message_id=message_id,
        now=now,
    )
    return TopicChoice(topic, granted)


def topics(session: Session, *, member_id: int, program: Program) -> tuple[TopicChoice, ...]:
    """Return each topic of the program with the member's choice; what was never asked is a no."""
    chosen = rows.consents(session, member_id)
    return tuple(TopicChoice(topic.id, chosen.get(topic.id, False)) for topic in program.topics)


def profiling(session: Session, *, member_id: int, personal: bool) -> bool:
    """Turn personal recommendations on or off (PIPL art. 24)."""
    rows.set_personal(session, member_id, personal=personal)
    return personal


def is_personal(session: Session, *, member_id: int) -> bool:
    return rows.is_personal(session, member_id)


def language_of_member(session: Session, *, member_id: int) -> str | None:
    return rows.language(session, member_id)


def blocked(session: Session, *, telegram_id: int, reachable: bool) -> None:
    """Note that a member blocked the bot or came back.

    Somebody with two accounts is written to on the other one when they come back there.
    """
    found = rows.by_account(session, telegram_id)
    if found is None or (found.kind != MAIN_ACCOUNT and not reachable):
        return
    if found.kind != MAIN_ACCOUNT and not rows.is_reachable(session, found.id):
        rows.write_to(session, found.id, telegram_id)
    rows.mark_reachable(session, found.id, reachable=reachable)


def _announce(session: Session, member_id: int, number: str, now: datetime) -> None:
    webhooks.emit(
        session, kind="member.joined", member_id=member_id, data={}, key=f"joined:{number}", now=now
    )


def _create(session: Session, *, name: str, program: Program, now: datetime) -> tuple[int, str]:
    number = _number()
    member_id = rows.create(session, number=number, name=name, now=now)
    tiers.open_account(session, member_id=member_id, program=program, now=now)
    rows.link(session, member_id, "number", number)
    return member_id, number


def _number() -> str:
    """Return a member number that tells nothing (neither order of joining nor size of the program)."""
    return str(secrets.randbelow(9 * 10 ** (NUMBER_DIGITS - 1)) + 10 ** (NUMBER_DIGITS - 1))
