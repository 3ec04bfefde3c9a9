"""What a brand's own files know of its members: taken in over and over, never over a member's own word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from core.birthdays import Birthday
from core.crypto import SealBroken, Vault
from core.program import Program
from db.queries import members as identities
from db.queries import profiles as rows
from membership import asks, birthdates, members
from membership.members import Ref
from membership.orders import Outcome

JOINED_BY = "import"
SYNTHETIC = "synthetic"  # the tag of members who never were
HIDDEN = "****"


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as a file describes them; what is None or empty there leaves what is known as it is."""

    ref: Ref
    name: str | None = None
    phone: Ref | None = None
    birthday: date | None = None
    joined_at: datetime | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A member's profile as they see it; `missing` is what they may still tell."""

    number: str
    name: str | None
    phone: str | None
    birthday: Birthday | None
    tastes: tuple[str, ...]
    missing: tuple[asks.Missing, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A profile without its secrets, for whoever has no key: the assistant."""

    number: str
    has_phone: bool
    birthday_md: str | None
    tastes: tuple[str, ...]
    missing: tuple[asks.Missing, ...]


def take_in(
    session: Session, *, profiles: Sequence[Profile], vault: Vault, program: Program, now: datetime
) -> tuple[Outcome, ...]:
    """Take in a batch of members: one outcome each, in their order.

    A phone that is known already leads to its member; if the number given beside it belongs to somebody
    else the row is rejected, because joining two members is a person's decision. Consents fill only topics
    on which the member has said nothing: a file never undoes an opt-out.
    """
    outcomes: list[Outcome] = []
    for some in _rounds(profiles):
        outcomes += _take_in(session, some, vault, program, now)
    return tuple(outcomes)


def card(session: Session, *, member_id: int, vault: Vault, program: Program) -> Card:
    """Return what a member sees of their own profile, the phone masked."""
    known = rows.card(session, member_id)
    numbers = identities.phones(session, member_id)
    liked = set(known.preferences.split(";"))
    return Card(
        known.number,
        known.name,
        masked(numbers[-1], vault=vault) if numbers else None,
        birthdates.of(known.birthday, vault=vault),
        tuple(one for one in program.preferences if one in liked),
        asks.missing(session, member_id=member_id, program=program),
    )


def outline(session: Session, *, member_id: int, program: Program) -> Outline:
    """Return what may be told of a profile without opening anything that is sealed."""
    known = rows.card(session, member_id)
    liked = set(known.preferences.split(";"))
    return Outline(
        known.number,
        bool(identities.phones(session, member_id)),
        known.birthday_md,
        tuple(one for one in program.preferences if one in liked),
        asks.missing(session, member_id=member_id, program=program),
    )


def masked(sealed: bytes | None, *, vault: Vault) -> str:
    """Return a phone number with its middle covered; all of it where only its blind index is kept."""
    if sealed is None:
        return HIDDEN
    try:
        number = vault.open(sealed)
    except SealBroken:
        return HIDDEN
    shown = number.removeprefix("+86") if number.startswith("+861") else number
    return f"{shown[:3]}****{shown[-4:]}"


def date_birthdays(session: Session, *, after: int, limit: int, vault: Vault) -> int | None:
    """Put month and day beside birthdays that were sealed before there was such a column.

    Takes members above id `after`; returns the last id that it looked at, None when there are no more.
    """
    some = rows.undated(session, after, limit)
    for one in some:
        birthday = birthdates.of(one.birthday, vault=vault)
        if birthday is not None:
            rows.set_birthday(session, one.id, one.birthday, birthday.md, None)
    return some[-1].id if some else None


def _rounds(profiles: Sequence[Profile]) -> Iterator[list[Profile]]:
    """Split a batch so that no person comes twice in a part: the later row builds upon the earlier."""
    part: list[Profile] = []
    seen: set[Ref] = set()
    for profile in profiles:
        names = {profile.ref} | ({profile.phone} if profile.phone else set())
        if names & seen:
            yield part
            part, seen = [], set()
        part.append(profile)
        seen |= names
    yield part


def _take_in(
    session: Session, profiles: list[Profile], vault: Vault, program: Program, now: datetime
) -> list[Outcome]:
    pairs = {(ref.kind, ref.value) for one in profiles for ref in (one.ref, one.phone) if ref}
    known = {Ref(*pair): owner for pair, owner in identities.by_identities(session, sorted(pairs)).items()}
    torn = {one.ref for one in profiles if _torn(one, known)}
    new = [one.ref for one in profiles if one.ref not in known and one.phone not in known]
    owners = known | members.resolve(session, refs=new, program=program, now=now)
    for one in profiles:
        if one.ref not in owners and one.phone:
            owners[one.ref] = owners[one.phone]
    taken = [one for one in profiles if one.ref not in torn]
    links = [
        (ref.kind, ref.value, owners[one.ref])
        for one in taken
        for ref in (one.ref, one.phone)
        if ref and ref not in known and ref not in new
    ]
    rows.link(session, links)
    before = rows.by_ids(session, sorted({owners[one.ref] for one in taken}))
    after = {owners[one.ref]: _merged(before[owners[one.ref]], one, vault, now) for one in taken}
    rows.write(session, [person for key, person in after.items() if person != before[key]])
    agreed = {one.ref for one in taken if _agree(session, owners[one.ref], one, now)}
    linked = {owner for _, _, owner in links}
    outcomes = []
    for one in profiles:
        shown = one.ref.value
        if one.ref in torn:
            reason = "phone: belongs to another member; expected this member's own"
            outcomes.append(Outcome(shown, "rejected", reason=reason))
            continue
        owner = owners[one.ref]
        changed = owner in linked or one.ref in agreed or after[owner] != before[owner]
        kind = "created" if one.ref in new else "updated" if changed else "duplicate"
        outcomes.append(Outcome(shown, kind))  # type: ignore[arg-type]
    return outcomes


def _torn(profile: Profile, known: dict[Ref, int]) -> bool:
    if profile.phone is None or profile.phone not in known or profile.ref not in known:
        return False
    return known[profile.phone] != known[profile.ref]


def _merged(before: rows.Known, given: Profile, vault: Vault, now: datetime) -> rows.Known:
    kept = tuple(tag for tag in before.tags.split(";") if tag)
    tags = tuple(dict.fromkeys((*kept, *given.tags)))
    sealed, md = _born(before, given.birthday, vault)
    joined = min(filter(None, (before.joined_at, given.joined_at)), default=now)
    return before._replace(
        name=given.name or before.name,
        language=before.language or given.language,
        tags=";".join(tags)[:512],
        birthday=sealed,
        birthday_md=md,
        joined_at=joined,
        joined_by=before.joined_by or JOINED_BY,
        synthetic=before.synthetic or SYNTHETIC in given.tags,
    )


def _born(before: rows.Known, given: date | None, vault: Vault) -> tuple[bytes | None, str | None]:
    """Seal a birthday only when it is news (a sealed value looks different each time), never over their own word."""
    if given is None or before.birthday_told_at is not None:
        return before.birthday, before.birthday_md
    known = birthdates.of(before.birthday, vault=vault)
    same = known is not None and known.text == given.isoformat()
    return before.birthday if same else vault.seal(given.isoformat()), f"{given:%m-%d}"


def _agree(session: Session, member_id: int, given: Profile, now: datetime) -> bool:
    return bool(
        rows.first_consents(
            session,
            [
                {
                    "member_id": member_id,
                    "topic": topic,
                    "granted": True,
                    "wording": JOINED_BY,
                    "at": given.joined_at or now,
                    "message_id": None,
                }
                for topic in given.consents
            ],
        ),
    )
