"""The assistant: one question in, one typed answer out, with a model or without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import structlog

from core.errors import NotFound
from core.program import Program
from core.texts import Catalogue, Texts
from db.engine import Database
from knowledge import followups
from knowledge.access import ModelAccess
from knowledge.article import Article
from knowledge.asking import Answer, Asker, Mode, Source
from knowledge.courtesies import Courtesy, wording
from knowledge.curation import CURATED
from knowledge.dialogue import CHOICES, again, last_of, leaves, offered, together
from knowledge.errors import AgentFailed, KnowledgeError
from knowledge.followups import Last, Meant
from knowledge.index import ArticleIndex, Judged
from knowledge.intents import Intent, understand
from knowledge.languages import is_foreign
from knowledge.library import Library
from knowledge.normalise import LONGEST, terms
from knowledge.overhearing import SURE
from knowledge.passages import relevant
from knowledge.privacy import mask
from knowledge.several import AT_ONCE, split
from knowledge.tools.account import AccountTool, Desk
from knowledge.turn import Passage, Spent, Watch
from knowledge.urgency import Urgency
from knowledge.writer import Writer
from membership import conversations
from membership.usages import Caps

log = structlog.get_logger(__name__)
T = TypeVar("T")

# What a curated article may answer in place of: a person is always fetched, and nobody hears of others.
_OVERRIDDEN = ("account", "courtesy")
_PASSAGES = 4
_NEARBY = 0.4  # the share of the best score from which on an article is offered when somebody wants more


class Assistant:
    """Answers members from the library and their own account; `program` may be replaced while it runs."""

    def __init__(
        self,
        *,
        index: ArticleIndex,
        db: Database,
        program: Program,
        catalogue: Catalogue,
        access: ModelAccess | None = None,
        faq: Path | None = None,
    ) -> None:
        self.library = Library(index=index, db=db, program=program, catalogue=catalogue, faq=faq)
        self._db = db
        self._catalogue = catalogue
        self._writer = Writer(access, db, self.library.aside) if access is not None else None

    @property
    def program(self) -> Program:
        """The program whose rules and names are told; what is published follows a new one at the next look."""
        return self.library.program

    @program.setter
    def program(self, program: Program) -> None:
        self.library.program = program

    @property
    def has_model(self) -> bool:
        """Whether answers may take seconds, because a model is asked."""
        return self._writer is not None

    @property
    def caps(self) -> Caps | None:
        """How many tokens a day the model may use; None when there is no model."""
        return self._writer.caps if self._writer is not None else None

    async def close(self) -> None:
        if self._writer is not None:
            await self._writer.close()
        await self.library.close()

    async def answer(
        self,
        question: str,
        *,
        asker: Asker,
        now: datetime,
        model: bool = True,
        watch: Watch | None = None,
    ) -> Answer:
        """Answer one question of any length and script; never raises for what was asked.

        Without `model` none is asked even if there is one; `watch` sees what it writes as far as it may be seen.
        """
        texts = self._catalogue[asker.language]
        if not terms(question):
            return Answer("clarify", texts("answers-empty"), "courtesy")
        if len(question) > LONGEST:
            return Answer("clarify", texts("answers-too-long"), "courtesy")
        questions = split(question)
        if len(questions) > 1:
            return await self._several(questions, asker, now)
        last = await last_of(self._db, asker, now)
        meant = followups.meant(question, last, self.program) if last else None
        if last is not None and meant is not None and meant.kind not in {"question", "language"}:
            return await self._leaning(meant, last, asker, now)
        if meant is not None:
            question = meant.question
            asker = replace(asker, language=meant.language) if meant.kind == "language" else asker
        return await self._one(question, last, asker, now, model=model, watch=watch)

    async def _leaning(self, meant: Meant, last: Last, asker: Asker, now: datetime) -> Answer:
        """Answer what is no question of its own: a choice that was typed, "more", "none of these"."""
        if meant.kind == "article":
            return await self.choose(meant.article, asker=asker, now=now)
        if meant.kind == "person":
            return self._person(None, self._catalogue[asker.language])
        return await self._more(last, asker, now)

    async def _one(
        self,
        question: str,
        last: Last | None,
        asker: Asker,
        now: datetime,
        *,
        model: bool,
        watch: Watch | None = None,
    ) -> Answer:
        """Answer a question that stands on its own."""
        texts = self._catalogue[asker.language]
        intent = understand(question)
        if (intent is None or intent.kind in _OVERRIDDEN) and (
            article := await self.library.exactly(question, asker, now)
        ):
            return _from_article(relevant(article, question), 1.0, "curated", texts)
        if intent is not None and (plain := self._plain(intent, asker, texts, now)) is not None:
            return plain
        masked = mask(question)
        spent = Spent()
        writer = self._writer if model else None
        answer = await self._answer(masked, intent, asker, texts, writer, watch, spent, now)
        tool = intent.tool.name if intent and intent.tool and answer.mode == "account" else None
        if answer.action == "handoff" and answer.mode == "extractive" and is_foreign(question):
            answer = replace(answer, text=texts("answers-foreign"))
        left = leaves(masked, answer, tool, last)
        await self._remember(masked, answer, asker, now, left)
        answer = again(answer, left.times, texts)
        return replace(answer, spent=(spent.tokens_in, spent.tokens_out))

    async def _several(self, questions: Sequence[str], asker: Asker, now: datetime) -> Answer:
        """Answer the first few questions of a message, each on its own, and keep the rest for "go on"."""
        texts = self._catalogue[asker.language]
        # A model is asked for one question at a time; many at once cost what many cost, and take as long.
        given = [
            (one, await self._one(one, None, replace(asker, talk=None), now, model=False))
            for one in questions[:AT_ONCE]
        ]
        answer = together(given, len(questions) - len(given), texts)
        asked = mask(questions[min(AT_ONCE, len(questions)) - 1])
        rest = tuple(mask(one) for one in questions[AT_ONCE:])
        await self._remember(asked, answer, asker, now, Last(asked, rest=rest))
        return answer

    async def _more(self, last: Last, asker: Asker, now: datetime) -> Answer:
        """Answer the questions that were left, or offer what else is near to the last one."""
        texts = self._catalogue[asker.language]
        if len(last.rest) > 1:
            return await self._several(last.rest, asker, now)
        if last.rest:
            return await self._one(last.rest[0], None, asker, now, model=False)
        try:
            found = (
                (await self.library.search(last.asked, asker, now)).found.hits if last.tool is None else ()
            )
        except KnowledgeError:
            found = ()
        shown = {last.article, *last.choices}
        others = [
            hit for hit in found if hit.article.id not in shown and hit.score >= _NEARBY * found[0].score
        ]
        if not others:
            return Answer("handoff", texts("answers-no-more"), "courtesy", handoff=True)
        choices = tuple(_source(hit.article, hit.score) for hit in others[:CHOICES])
        answer = offered(choices, texts)
        await self._remember(last.asked, answer, asker, now, leaves(last.asked, answer, None, None))
        return answer

    def _person(self, urgency: Urgency | None, texts: Texts) -> Answer:
        said = texts(f"courtesies-urgent-{urgency}" if urgency else "answers-person")
        return Answer("handoff", said, "courtesy", handoff=True, urgent=urgency is not None)

    async def overhear(self, question: str, *, asker: Asker, now: datetime) -> Answer | None:
        """Answer what nobody asked the assistant, if the FAQ surely has it and it is about nobody's own."""
        if understand(question) is not None:
            return None
        try:
            judged = await self.library.search(mask(question), asker, now)
        except KnowledgeError:
            return None
        if judged.probability < SURE or judged.calibration.zone(judged.found) != "answer":
            return None
        article = judged.found.hits[0].article
        return _from_article(article, judged.probability, "extractive", self._catalogue[asker.language])

    async def choose(self, article_id: str, *, asker: Asker, now: datetime) -> Answer:
        """Answer with the article that the asker picked from a choice, if they may still read it."""
        texts = self._catalogue[asker.language]
        today = now.astimezone(self.program.time_zone).date()
        for article in await self.library.articles():
            if article.id == article_id and article.is_for(asker.tier) and article.holds_on(today):
                shown = relevant(article, article.title)
                answer = _from_article(shown, 1.0, "extractive", texts)
                await self._remember(
                    article.title, answer, asker, now, leaves(article.title, answer, None, None)
                )
                return answer
        return _unknown(texts)

    def _plain(self, intent: Intent, asker: Asker, texts: Texts, now: datetime) -> Answer | None:
        """Answer what needs neither article nor account, or may not be answered here."""
        if intent.kind == "person":
            return self._person(intent.urgency, texts)
        if intent.courtesy is not None:
            return Answer("answer", self._courtesy(intent.courtesy, asker, texts, now), "courtesy")
        if intent.kind == "others":
            return Answer("refuse", texts("answers-only-own"), "account")
        if asker.member_id is None:
            return Answer("refuse", texts("answers-join-first"), "account")
        if not asker.private:
            return Answer("refuse", texts("answers-private-only"), "account", private_only=True)
        return None

    def _courtesy(self, courtesy: Courtesy, asker: Asker, texts: Texts, now: datetime) -> str:
        key_of = f"courtesies-{courtesy}-{wording(courtesy, asker.talk.chat_id if asker.talk else 0, now)}"
        brand = self.program.brand
        return texts(
            key_of,
            assistant=brand.assistant_name.in_(asker.language),
            brand=brand.name.in_(asker.language),
        )

    async def _answer(
        self,
        question: str,
        intent: Intent | None,
        asker: Asker,
        texts: Texts,
        writer: Writer | None,
        watch: Watch | None,
        spent: Spent,
        now: datetime,
    ) -> Answer:
        try:
            judged = await self.library.search(question, asker, now)
        except KnowledgeError as error:
            # The account can be told without an FAQ, and a person can always be fetched.
            log.warning("answering without the FAQ", reason=str(error))
            judged = None
        if writer is not None:
            try:
                return await self._from_model(writer, question, asker, texts, watch, spent, now)
            except AgentFailed as error:
                log.warning("model not used for this answer", reason=str(error))
        if intent is not None and intent.tool is not None:
            return await self._from_account(intent.tool, question, asker, texts, now)
        return _unknown(texts) if judged is None else _from_faq(judged, texts)

    async def _from_account(
        self, tool: AccountTool, question: str, asker: Asker, texts: Texts, now: datetime
    ) -> Answer:
        desk = self._desk(question, asker, texts, now)
        if desk is None:
            return Answer("refuse", texts("answers-join-first"), "account")
        try:
            told = await tool.answer(desk)
        except NotFound:
            return Answer("refuse", texts("answers-join-first"), "account")
        return Answer("answer", told.text, "account", receipts=told.receipts)

    async def _from_model(
        self,
        writer: Writer,
        question: str,
        asker: Asker,
        texts: Texts,
        watch: Watch | None,
        spent: Spent,
        now: datetime,
    ) -> Answer:
        async def search(query: str) -> Sequence[Passage]:
            judged = await self.library.search(mask(query), asker, now)
            return [
                Passage(_source(hit.article, hit.score), f"{hit.article.title}\n{hit.article.answer}")
                for hit in judged.found.hits[:_PASSAGES]
            ]

        return await writer.write(
            question,
            asker=asker,
            search=search,
            desk=self._desk(question, asker, texts, now) if asker.private else None,
            program=self.program,
            texts=texts,
            watch=watch,
            spent=spent,
            now=now,
        )

    async def _remember(self, question: str, answer: Answer, asker: Asker, now: datetime, left: Last) -> None:
        """Keep a turn, masked, so that the next question may lean on it; after a restart, too."""
        if asker.talk is None:
            return
        kept = await self._db.write(
            conversations.remember,
            chat_id=asker.talk.chat_id,
            telegram_id=asker.talk.telegram_id,
            member_id=asker.member_id,
            question=question,
            answer=mask(answer.text),
            about=left.to_json(),
            now=now,
        )
        if self._writer is not None and answer.mode == "agent":
            self._writer.outline(kept, asker=asker, program=self.program, now=now)

    def _desk(self, question: str, asker: Asker, texts: Texts, now: datetime) -> Desk | None:
        if asker.member_id is None:
            return None
        return Desk(self._db, self.program, texts, asker.member_id, now, question)


def _from_faq(judged: Judged, texts: Texts) -> Answer:
    zone = judged.calibration.zone(judged.found)
    hits = judged.found.hits
    if zone == "answer":
        return _from_article(hits[0].article, judged.probability, "extractive", texts)
    if zone == "handoff":
        return _unknown(texts)
    choices = tuple(_source(hit.article, hit.score * judged.probability) for hit in hits[:CHOICES])
    return offered(choices, texts)


def _from_article(article: Article, score: float, mode: Mode, texts: Texts) -> Answer:
    text = texts("answers-from-faq", answer=article.answer, title=article.title)
    mode = "curated" if CURATED in article.tags else mode
    return Answer("answer", text, mode, sources=(_source(article, score),))


def _unknown(texts: Texts) -> Answer:
    return Answer("handoff", texts("answers-unknown"), "extractive", handoff=True)


def _source(article: Article, score: float) -> Source:
    return Source(article.id, article.title, round(min(1.0, score), 4))
