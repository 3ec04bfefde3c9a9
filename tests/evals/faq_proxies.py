"""FAQs made of the public ones in other sizes, scripts and states: more and fewer phrasings, typos, far questions."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opencc import OpenCC

Asked = tuple[str, list[str]]


@dataclass(frozen=True, slots=True)
class Proxy:
    """An FAQ and questions with the ids that answer them; no id means that none does."""

    name: str
    articles: list[dict[str, Any]]
    questions: list[Asked]

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the FAQ's folder and the file of questions; return both."""
        faq, questions = folder / "faq", folder / "questions.jsonl"
        faq.mkdir()
        _write(faq / "faq.jsonl", self.articles)
        language = self.articles[0]["lang"]
        _write(
            questions,
            [{"question": text, "expected": ids or None, "lang": language} for text, ids in self.questions],
        )
        return faq, questions


def _write(file: Path, rows: list[dict[str, Any]]) -> None:
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


def _read(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]


def phrasings(article: dict[str, Any]) -> list[str]:
    return [article["question"], *article.get("alternates", [])]


def _with(article: dict[str, Any], texts: list[str]) -> dict[str, Any]:
    return {**article, "question": texts[0], "alternates": texts[1:]}


def _misspelt(text: str, pick: random.Random) -> str:
    """Swap, drop or double one character in twelve."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 12)):
        if len(letters) < 4:
            break
        at, kind = pick.randrange(1, len(letters) - 1), pick.randrange(3)
        if kind == 0:
            letters[at], letters[at - 1] = letters[at - 1], letters[at]
        elif kind == 1:
            del letters[at]
        else:
            letters.insert(at, letters[at])
    return "".join(letters)


def proxies(data: Path) -> dict[str, Callable[[], Proxy]]:
    """Return how to make each set, the three public ones first; the same every time."""
    sets = {name: _set(data / name) for name in ("esun", "lcqmc-a", "banking77-5")}
    made = {name: _whole(name, *of) for name, of in sets.items()}
    return made | _english(*sets["banking77-5"]) | _chinese(sets["esun"], sets["lcqmc-a"])


def _set(folder: Path) -> tuple[list[dict[str, Any]], list[Asked]]:
    questions = []
    for row in _read(folder / "questions.jsonl"):
        wanted = row["expected"]
        questions.append((row["question"], [wanted] if isinstance(wanted, str) else list(wanted or [])))
    return _read(folder / "faq.jsonl"), questions


def _whole(name: str, articles: list[dict[str, Any]], questions: list[Asked]) -> Callable[[], Proxy]:
    return lambda: Proxy(name, articles, questions)


def _english(articles: list[dict[str, Any]], questions: list[Asked]) -> dict[str, Callable[[], Proxy]]:
    inside, outside = [one for one in questions if one[1]], [one for one in questions if not one[1]]
    made = {}
    for kept in (1, 3):
        fewer = [_with(article, phrasings(article)[:kept]) for article in articles]
        made[f"banking77-{kept}"] = _whole(f"banking77-{kept}", fewer, questions)
    known = defaultdict(list)
    for text, ids in inside:
        known[ids[0]].append(text)
    ten, rest = [], []
    for article in articles:
        texts = phrasings(article) + known[article["id"]]
        ten.append(_with(article, texts[:10]))
        rest += [(text, [article["id"]]) for text in texts[10:]]
    made["banking77-10"] = _whole("banking77-10", ten, rest + outside)
    for seed in range(3):
        chosen = {article["id"] for article in random.Random(seed).sample(ten, 25)}
        name = f"banking77-10 of 25 ({seed + 1})"
        few = [article for article in ten if article["id"] in chosen]
        made[name] = _whole(name, few, [one for one in rest if one[1][0] in chosen] + outside)
    pick = random.Random(5)
    wrong = [(_misspelt(text, pick), ids) for text, ids in inside]
    made["banking77-5, typos"] = _whole("banking77-5, typos", articles, wrong + outside)
    return made


def _chinese(
    esun: tuple[list[dict[str, Any]], list[Asked]], lcqmc: tuple[list[dict[str, Any]], list[Asked]]
) -> dict[str, Callable[[], Proxy]]:
    pick = random.Random(6)
    bank, everything = ([one for one in questions if one[1]] for _, questions in (esun, lcqmc))
    talk = [one for one in esun[1] if not one[1]]
    strange = [(text, list[str]()) for text, _ in pick.sample(everything, 300)]
    bank_ids = sorted({one for _, ids in bank for one in ids})
    few = set(pick.sample(bank_ids, 60))
    small = [article for article in esun[0] if article["id"] in few]
    some = {article["id"] for article in pick.sample(lcqmc[0], 50)}
    simplified = OpenCC("tw2sp")
    traditional = OpenCC("s2twp")
    banked = [(text, list[str]()) for text, _ in bank]
    sets = {
        "esun, far questions of lcqmc-a": (esun[0], bank + strange),
        "esun, 60 articles": (small, [one for one in bank if few & set(one[1])] + talk[:300]),
        "esun, asked in Simplified": (esun[0], [(simplified.convert(text), ids) for text, ids in bank]),
        "esun, typos": (esun[0], [(_misspelt(text, pick), ids) for text, ids in bank] + talk[:300]),
        "lcqmc-a, far questions of esun": (lcqmc[0], everything[:700] + banked),
        "lcqmc-a, 50 articles": (
            [article for article in lcqmc[0] if article["id"] in some],
            [one for one in everything if one[1][0] in some] + talk[:200],
        ),
        "lcqmc-a, asked in Traditional": (
            lcqmc[0],
            [(traditional.convert(text), ids) for text, ids in everything[:600]],
        ),
    }
    return {name: _whole(name, articles, questions) for name, (articles, questions) in sets.items()}
