"""Where articles come from: the folder, what operators keep in the database, what the program's own rules say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from os import stat_result
from pathlib import Path

from core.program import Program
from core.texts import Catalogue
from knowledge.article import Article
from knowledge.articles import load_articles
from knowledge.contradictions import Contradiction, find_contradictions
from knowledge.covering import Covering
from knowledge.curation import Curation, applied
from knowledge.topics.articles import TOPICS, generated
from knowledge.topics.wording import misworded

NOTHING = Curation((), {})


@dataclass(frozen=True)
class Sources:
    """All that may be answered from: what people wrote, and what the program says by itself."""

    program: Program
    catalogue: Catalogue
    written: tuple[Article, ...]
    by_operators: Curation = NOTHING

    @cached_property
    def generated(self) -> tuple[Article, ...]:
        return generated(self.program, self.catalogue)

    @cached_property
    def covering(self) -> Covering:
        return Covering(self.written, self.generated)

    def published(self) -> tuple[Article, ...]:
        """Return what is written, and what the program says where nothing is."""
        return applied((*self.written, *self.covering.beside()), self.by_operators)

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return where a written number is no number of the rules; O(numbers in all articles)."""
        return (
            *misworded(self.program, self.catalogue),
            *find_contradictions(self.written, self.generated, self.covering.topics),
        )


def gather(
    folder: Path, *, program: Program, catalogue: Catalogue, by_operators: Curation = NOTHING
) -> Sources:
    """Read all sources; raise BadArticles, with all faults, when the folder can't be used under this program."""
    pages = load_articles(folder, tiers=frozenset(program.tier_by_id), topics=frozenset(TOPICS))
    return Sources(program, catalogue, applied(pages, by_operators), by_operators)


def stamp(folder: Path, program: Program) -> str:
    """Return what changes whenever a page is written or the program is another one; O(files), reads none."""
    files = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    told = [(file.name, found.st_mtime_ns, found.st_size) for file in files if (found := _stat(file))]
    return blake2b(f"{program.version}{told}".encode(), digest_size=16).hexdigest()


def _stat(file: Path) -> stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None  # deleted this moment
