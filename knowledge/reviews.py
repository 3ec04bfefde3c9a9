"""A look at an article before anybody approves it: does it repeat another one, contradict the rules, lead away?"""

from __future__ import annotations

from datetime import datetime

from knowledge.article import Article
from knowledge.assistant import Assistant
from knowledge.curation import CURATED, article_of
from knowledge.normalise import key
from knowledge.retrieval import Asked
from membership.articles import Card
from membership.wordings import Review, Similar, Wording, hosts


async def review(assistant: Assistant, shown: Card, *, now: datetime) -> Review:
    """Compare an article with what else is indexed; its own published version doesn't count.

    A host is known when a page of the folder or of the program links to it.
    """
    wording = (shown.draft or shown.live or shown.newest).wording
    others = [one for one in await assistant.library.articles() if one.id != shown.name]
    asked = {key(text) for text in (wording.title, *wording.alternates)}
    same = tuple(
        Similar(one.id, one.title)
        for one in others
        if one.lang == shown.language and asked & {key(text) for text in one.questions}
    )
    told = {shown.name, *(one.id for one in same)}
    today = now.astimezone(assistant.program.time_zone).date()
    judged = await assistant.library.look(wording.title, Asked(shown.language, None, today))
    near = None
    if judged is not None and judged.calibration.zone(judged.found) != "handoff":
        nearest = judged.found.hits[0].article
        near = Similar(nearest.id, nearest.title) if nearest.id not in told else None
    wrong = await assistant.library.contradicted(article_of(shown.name, shown.language, wording))
    numbers = tuple((one.said, ", ".join(one.instead[:6])) for one in wrong)
    return Review(same, near, _foreign(wording, others), numbers)


def _foreign(wording: Wording, others: list[Article]) -> tuple[str, ...]:
    known = {host for one in others if CURATED not in one.tags for host in hosts(one.answer)}
    return tuple(host for host in hosts(wording.answer) if host not in known)
