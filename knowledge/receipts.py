"""Words for receipts and replays: which rule gave an order how much, by which sum, or which condition failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from core.program import Localized, Program
from core.texts import Texts
from core.wording import day, last_day, moment, money
from membership.arithmetic import Arithmetic, Term
from membership.earning import BASE, Failed
from membership.reasons import Receipt
from membership.replays import Judged, Replay

_NAMED = ("order", "checkin", "challenge", "referral", "redeem", "deduction", "profile", "merge")


class Wording:
    """Puts one reader's receipts into words; amounts and days as the program has them."""

    def __init__(self, texts: Texts, program: Program) -> None:
        self._texts = texts
        self._program = program

    def replay(self, order: Replay, *, now: datetime) -> str:
        """Word what each rule gave an order, or why it did not."""
        texts = self._texts
        lines = [
            texts(
                "reasons-replay",
                ref=order.ref,
                at=self._moment(order.ordered_at),
                total=money(order.total, program=self._program),
                points=order.points,
            )
        ]
        if order.terms is None:
            lines.append(texts("reasons-not-kept"))
        lines += [self._verdict(part, order, now) for part in order.parts]
        if order.coupon_refused:
            lines.append(texts("reasons-coupon-refused", why=texts(_refusal(order.coupon_refused))))
        if order.refunded:
            amount = money(order.refunded, program=self._program)
            lines.append(texts("reasons-refunded", amount=amount, points=order.taken_back))
        if order.version and order.effective_at:
            lines.append(self._version(order.version, order.effective_at))
        return "\n".join(lines)

    def receipt(self, receipt: Receipt, *, now: datetime) -> str:
        """Word one entry: what it was for, the sum, when it could be spent, when it lapses, what was taken back."""
        texts = self._texts
        lines = [
            texts(
                "reasons-entry",
                receipt=f"#{receipt.entry_id}",
                amount=f"{receipt.amount:+d}",
                what=self._what(receipt),
                at=self._moment(receipt.at),
            )
        ]
        if receipt.streak is not None:
            lines.append(texts("reasons-streak", days=receipt.streak))
        if receipt.order is not None and receipt.part is not None:
            lines += self._ordered(receipt.order, receipt.part)
        if receipt.qualifying:
            lines.append(texts("reasons-qualifying", qualifying=f"{receipt.qualifying:+d}"))
        lines += self._afterwards(receipt, now)
        if receipt.effective_at is not None:
            lines.append(self._version(receipt.version, receipt.effective_at))
        return "\n".join(lines)

    def _what(self, receipt: Receipt) -> str:
        texts = self._texts
        if receipt.kind in {"expire", "reverse", "adjust"}:
            return texts(f"reasons-what-{receipt.kind}")
        if receipt.name is not None:
            return receipt.name.in_(texts.language)
        if receipt.word in self._program.points.behaviour:
            return texts("reasons-what-event")
        return texts(f"reasons-what-{receipt.word if receipt.word in _NAMED else 'other'}")

    def _ordered(self, order: Replay, part: Judged) -> Iterator[str]:
        total = money(order.total, program=self._program)
        yield self._texts("reasons-order", ref=order.ref, total=total)
        if part.sums is not None:
            yield from self._sum(part.sums, order)
        elif order.terms is None:
            yield self._texts("reasons-not-kept")
        if part.cut is not None:
            yield self._cut(part)

    def _afterwards(self, receipt: Receipt, now: datetime) -> Iterator[str]:
        texts = self._texts
        if receipt.active_from is not None and receipt.active_from > now:
            yield texts("reasons-pending", day=self._day(receipt.active_from))
        if receipt.taken_back:
            yield texts("reasons-taken-back", points=receipt.taken_back)
        if receipt.remaining is not None and receipt.amount > 0:
            yield texts("reasons-left", points=receipt.remaining)
        if receipt.expires_at is not None and receipt.remaining:
            until = last_day(receipt.expires_at, program=self._program, language=texts.language)
            yield texts("reasons-until", day=until)
        if receipt.paid_from:
            shares = [
                texts("reasons-share", receipt=f"#{one.entry_id}", points=one.points)
                for one in receipt.paid_from
            ]
            yield texts("reasons-paid-from", shares=texts("reasons-comma").join(shares))
        if receipt.reverses is not None:
            yield texts("reasons-reverses", receipt=f"#{receipt.reverses}")

    def _sum(self, sums: Arithmetic, order: Replay) -> Iterator[str]:
        texts = self._texts
        for term in sums.terms:
            yield texts("reasons-term", term=self._term(term, order, by_piece=sums.by_piece))
        for factor in sums.factors:
            if factor.kind == "tier" and factor.value == 1:
                continue
            if factor.kind == "tier":
                held = order.terms.tier_by_id.get(order.basket.tier) if order.terms else None
                name = held.name.in_(texts.language) if held else order.basket.tier
                yield texts("reasons-factor-tier", factor=_plain(factor.value), tier=name)
            else:
                # reasons-factor-per_unit and the like
                yield texts(f"reasons-factor-{factor.kind.replace('_', '-')}", factor=_plain(factor.value))
        yield texts("reasons-sum", exact=_short(sums.exact), points=sums.points)

    def _term(self, term: Term, order: Replay, *, by_piece: bool) -> str:
        texts = self._texts
        told = (
            texts("reasons-pieces", pieces=term.pieces)
            if by_piece
            else money(term.minor, program=self._program)
        )
        if term.factor != 1:
            named = texts("reasons-comma").join(self._category(one) for one in term.categories)
            told = texts("reasons-times", what=told, factor=_plain(term.factor), why=named)
        if term.coupon != 1:
            template = order.terms.coupons.get(order.basket.coupon or "") if order.terms else None
            title = template.title.in_(texts.language) if template else ""
            told = texts("reasons-times", what=told, factor=_plain(term.coupon), why=title)
        return told

    def _category(self, category: str) -> str:
        known = self._program.categories.get(category)
        return known.name.in_(self._texts.language) if known else category

    def _verdict(self, part: Judged, order: Replay, now: datetime) -> str:
        texts = self._texts
        name = self._rule(part.rule, part.name)
        if part.failed is not None:
            return texts("reasons-refused", rule=name, why=self._failed(part.failed, order))
        told = [texts("reasons-given", rule=name, points=part.points)]
        if part.cut is not None:
            told.append(self._cut(part))
        if part.active_from is not None and part.points and part.active_from > now:
            told.append(texts("reasons-pending", day=self._day(part.active_from)))
        return " ".join(told)

    def _rule(self, rule: str, name: Localized | None) -> str:
        if name is not None:
            return name.in_(self._texts.language)
        return self._texts("reasons-base") if rule == BASE else rule

    def _cut(self, part: Judged) -> str:
        cut = part.cut
        assert cut is not None  # noqa: S101 - asked for only where there is one
        span = self._texts(f"reasons-span-{cut.span}")
        whose = self._texts("reasons-everybody") if cut.everybody else self._texts("reasons-yours")
        return self._texts("reasons-cut", asked=cut.asked, points=part.points, span=span, whose=whose)

    def _failed(self, failed: Failed, order: Replay) -> str:
        """Word the condition that did not hold, with what it asks for."""
        texts, values = self._texts, failed.values
        match failed.condition:
            case "min_spend":
                asked = money(self._program.minor(values["asked"]), program=self._program)
                had = money(values["had_minor"], program=self._program)
                return texts("reasons-failed-min-spend", asked=asked, had=had)
            case "hours":
                return texts(
                    "reasons-failed-hours", start=f"{values['start']:%H:%M}", end=f"{values['end']:%H:%M}"
                )
            case "weekday":
                days = [texts(f"reasons-day-{one}") for one in values["asked"]]
                return texts("reasons-failed-weekday", days=texts("reasons-comma").join(days))
            case "tier":
                return texts("reasons-failed-tier", tiers=self._tiers(values["asked"], order))
            case "exclusive":
                winner = order.terms.earning.get(values["by"]) if order.terms else None
                return texts(
                    "reasons-failed-exclusive", rule=self._rule(values["by"], winner.name if winner else None)
                )
            case other:
                return texts(f"reasons-failed-{other.replace('_', '-')}")

    def _tiers(self, asked: Sequence[str], order: Replay) -> str:
        known = order.terms.tier_by_id if order.terms else {}
        names = [known[one].name.in_(self._texts.language) if one in known else one for one in asked]
        return self._texts("reasons-comma").join(names)

    def _version(self, version: str, since: datetime) -> str:
        return self._texts("reasons-version", version=version, day=self._day(since))

    def _day(self, at: datetime) -> str:
        return day(at, program=self._program, language=self._texts.language)

    def _moment(self, at: datetime) -> str:
        return moment(at, program=self._program, language=self._texts.language)


def _refusal(key: str) -> str:
    """Return the text for why an order's coupon was not honoured."""
    known = {
        "coupons-unknown": "reasons-coupon-unknown",
        "coupons-used": "reasons-coupon-used",
        "coupons-expired": "reasons-coupon-expired",
        "coupons-unmet": "reasons-coupon-unmet",
    }
    return known.get(key, "reasons-coupon-closed")


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _short(exact: Fraction) -> str:
    """Write a fraction with two decimals at most, cut off and not rounded up: a receipt may not promise a point."""
    cut = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_DOWN)
    return f"{cut.normalize():f}"
