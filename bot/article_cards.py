"""How an operators' article is shown to operators: its preview, its state, what to look at, and the buttons."""

from __future__ import annotations

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import button, keyboard
from core.program import Program
from core.texts import LANGUAGES, Catalogue, Texts
from membership.articles import Card, Version
from membership.wordings import Review

Do = Literal[
    "show",
    "submit",
    "approve",
    "decline",
    "withdraw",
    "history",
    "title",
    "phrasings",
    "answer",
    "tiers",
    "until",
    "languages",
]
_PHRASINGS = 8


class ArticleButton(CallbackData, prefix="article"):
    """A step of one article; `number` is the version that was looked at."""

    do: Do
    id: int
    number: int


class TierButton(CallbackData, prefix="article-tier"):
    """A tier, by its place in the program, that the article is for or is for no more."""

    id: int
    number: int
    place: int


class InLanguage(CallbackData, prefix="article-in"):
    """The language of the version that is to be written next."""

    id: int
    language: str


class Page(CallbackData, prefix="articles"):
    """A page of the list."""

    page: int


def preview(version: Version, language: str, catalogue: Catalogue) -> str:
    """Return what a member will see."""
    wording = version.wording
    return catalogue[language]("answers-from-faq", answer=wording.answer, title=wording.title)


def card(
    shown: Card, review: Review, *, texts: Texts, program: Program, catalogue: Catalogue
) -> tuple[str, InlineKeyboardMarkup]:
    """Return the state of an article and what can be done with it."""
    version = shown.draft or shown.live or shown.newest
    wording = version.wording
    lines = [
        texts(
            "articles-card",
            id=str(shown.id),
            name=shown.name,
            language=catalogue[shown.language]("members-language-name"),
            state=texts(f"articles-state-{version.state}"),
            number=version.number,
        ),
        texts("articles-card-title", title=wording.title),
    ]
    if wording.alternates:
        told = texts("articles-comma").join(wording.alternates[:_PHRASINGS])
        lines.append(texts("articles-card-phrasings", count=len(wording.alternates), phrasings=told))
    if wording.tiers:
        names = [tier.name.in_(texts.language) for tier in program.tiers if tier.id in wording.tiers]
        lines.append(texts("articles-card-tiers", tiers=texts("articles-comma").join(names)))
    if wording.valid_until:
        lines.append(texts("articles-card-until", day=wording.valid_until.isoformat()))
    if shown.live is not None and shown.draft is not None:
        lines.append(texts("articles-card-live", number=shown.live.number))
    lines += _warnings(review, texts)
    return "\n".join(lines), InlineKeyboardMarkup(inline_keyboard=_buttons(shown, version, texts))


def _warnings(review: Review, texts: Texts) -> list[str]:
    told = [texts("articles-same", id=one.id, title=one.title) for one in review.same]
    if review.near is not None:
        told.append(texts("articles-near", id=review.near.id, title=review.near.title))
    told += [texts("articles-number", said=said, rules=instead) for said, instead in review.numbers]
    if review.hosts:
        told.append(texts("articles-hosts", hosts=texts("articles-comma").join(review.hosts)))
    return told


def _buttons(shown: Card, version: Version, texts: Texts) -> list[list[InlineKeyboardButton]]:
    def step(do: Do) -> InlineKeyboardButton:
        return button(texts(f"articles-do-{do}"), ArticleButton(do=do, id=shown.id, number=version.number))

    edits = [step("title"), step("answer"), step("phrasings"), step("tiers"), step("until")]
    rows = [[*edits[:3]], [*edits[3:], step("languages")]]
    if shown.draft is not None:
        rows = [[step("submit"), step("approve"), step("decline")], *rows]
    last = [step("history")] + ([step("withdraw")] if shown.live is not None else [])
    return [*rows, last]


def tiers(shown: Card, *, texts: Texts, program: Program) -> InlineKeyboardMarkup:
    """Return a button a tier; a mark stands at those that the article is for."""
    version = shown.draft or shown.live or shown.newest
    buttons = [
        button(
            ("✓ " if tier.id in version.wording.tiers else "") + tier.name.in_(texts.language),
            TierButton(id=shown.id, number=version.number, place=place),
        )
        for place, tier in enumerate(program.tiers)
    ]
    done = button(texts("articles-do-show"), ArticleButton(do="show", id=shown.id, number=version.number))
    return InlineKeyboardMarkup(inline_keyboard=[*keyboard(buttons).inline_keyboard, [done]])


def languages(shown: Card, catalogue: Catalogue) -> InlineKeyboardMarkup:
    return keyboard(
        button(catalogue[one]("members-language-name"), InLanguage(id=shown.id, language=one))
        for one in LANGUAGES
        if one != shown.language
    )
