"""What the bot says: Fluent files `locales/<language>/<word>.ftl`, loaded once, read by key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from fluent.runtime import FluentBundle, FluentResource, resolver
from fluent.syntax.ast import Junk

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "zh-Hans"
LOCALES = Path(__file__).parent.parent / "locales"
# Fluent refuses values of over 2,500 characters; a member's question may have 4,096, an article more.
resolver.MAX_PART_LENGTH = 100_000


class BadText(ValueError):
    """A text file holds what Fluent can't read, and would leave out in silence."""


class UnknownText(KeyError):
    """A text was asked for that no file has."""


def language_of(code: str | None) -> Language:
    """Map a Telegram `language_code` (IETF tag or nothing) to one of ours; other languages read English."""
    if not code:
        return DEFAULT_LANGUAGE
    tag = code.lower().replace("_", "-")
    if tag.startswith("zh"):
        traditional = any(part in {"hant", "tw", "hk", "mo"} for part in tag.split("-"))
        return "zh-Hant" if traditional else "zh-Hans"
    return "en"


class Texts:
    """The texts of one language: `texts("coupons-redeemed", title=…)`."""

    def __init__(self, language: Language, bundle: FluentBundle) -> None:
        self.language = language
        self._bundle = bundle
        # Labels and other texts without values are most of what is asked for; their pattern is walked once.
        self._plain: dict[str, str] = {}

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the text `key` with `values` filled in; a missing key or value raises UnknownText."""
        if not values and key in self._plain:
            return self._plain[key]
        if not self._bundle.has_message(key):
            raise UnknownText(f"{self.language}: {key}")
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise UnknownText(f"{self.language}: {key} has no value")
        text, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise UnknownText(f"{self.language}: {key}: {errors[0]}")
        if not values:
            self._plain[key] = str(text)
        return str(text)


class Catalogue(Mapping[str, Texts]):
    """The texts of all languages, by language."""

    def __init__(self, folder: Path = LOCALES) -> None:
        self._by_language = {
            language: Texts(language, _bundle(folder / language, language)) for language in LANGUAGES
        }

    def __getitem__(self, language: str) -> Texts:
        return self._by_language[language]  # type: ignore[index]

    def __iter__(self) -> Any:
        return iter(self._by_language)

    def __len__(self) -> int:
        return len(self._by_language)


def _bundle(folder: Path, language: Language) -> FluentBundle:
    # Isolation marks are for right-to-left texts; in Chinese they are only invisible dirt in the message.
    bundle = FluentBundle([language], use_isolating=False)
    for file in sorted(folder.glob("*.ftl")):
        resource = FluentResource(file.read_text(encoding="utf-8"))
        for entry in resource.body:
            if isinstance(entry, Junk):
                raise BadText(f"{file}: {entry.annotations[0].message}: {(entry.content or '').strip()[:80]}")
        bundle.add_resource(resource)
    return bundle
