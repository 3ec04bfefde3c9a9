"""Settings of one installation, from the environment and `.env`; the program (brand) is not a setting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import BadSettings

ROOT = Path(__file__).parent.parent


def _also(name: str, *usual: str) -> AliasChoices:
    return AliasChoices(f"GUANJIA_{name}", *usual)


class ModelSettings(BaseModel):
    """The language model; without a key the assistant answers extractively."""

    name: str = "gpt-5-mini"
    fallback: str | None = None
    embedding: str | None = None
    timeout_seconds: float = Field(default=20.0, gt=0)
    max_tokens: int = Field(default=600, gt=0)
    embedding_batch: int = Field(default=64, gt=0)
    call_seconds: float = Field(default=12.0, gt=0)
    failures: int = Field(default=3, ge=1)
    rest_seconds: float = Field(default=60.0, gt=0)
    tokens_a_day_each: int | None = Field(default=200_000, ge=0)
    tokens_a_day: int | None = Field(default=None, ge=0)
    price_in: float = Field(default=0.0, ge=0)
    price_out: float = Field(default=0.0, ge=0)


class WebhookSettings(BaseModel):
    """How Telegram reaches us in webhook mode."""

    url: str | None = None
    secret: SecretStr | None = None


class ApiSettings(BaseModel):
    """The HTTP API for the brand's other systems."""

    enabled: bool = True
    requests_per_minute: int = Field(1_200, ge=1, le=1_000_000)


class Settings(BaseSettings):
    """All settings, each with its default; environment names are `GUANJIA_<NAME>`, `__` for nesting."""

    model_config = SettingsConfigDict(
        env_prefix="GUANJIA_",
        env_nested_delimiter="__",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        populate_by_name=True,
    )

    telegram_token: SecretStr | None = Field(None, validation_alias=_also("TELEGRAM_TOKEN", "TELEGRAM_TOKEN"))
    telegram_api_url: str | None = Field(None, validation_alias=_also("TELEGRAM_API_URL", "TELEGRAM_API_URL"))
    openai_api_key: SecretStr | None = Field(None, validation_alias=_also("OPENAI_API_KEY", "OPENAI_API_KEY"))
    openai_base_url: str | None = Field(None, validation_alias=_also("OPENAI_BASE_URL", "OPENAI_BASE_URL"))
    database_url: str | None = Field(None, validation_alias=_also("DATABASE_URL", "DATABASE_URL"))
    redis_url: str | None = Field(None, validation_alias=_also("REDIS_URL", "REDIS_URL"))
    chroma_url: str | None = Field(None, validation_alias=_also("CHROMA_URL", "CHROMA_URL"))

    secret_key: SecretStr | None = None
    data: Path = Path("data")
    program: Path = ROOT / "program"
    faq: Path | None = None
    operators: Annotated[tuple[int, ...], NoDecode] = ()
    support_chat: int | None = None
    host: str = "127.0.0.1"
    port: int = Field(8081, ge=0, le=65535)
    concurrency: int = Field(64, ge=1, le=1000)
    drain_seconds: float = Field(25.0, ge=0)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_json: bool = False
    embedding: Literal["auto", "endpoint", "local", "builtin"] = "auto"
    embedding_model: str = "BAAI/bge-small-zh-v1.5"
    embedding_fetch_seconds: float = Field(20.0, ge=0, le=3_600)
    model: ModelSettings = ModelSettings()
    webhook: WebhookSettings = WebhookSettings()
    api: ApiSettings = ApiSettings()

    @field_validator("operators", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [part for part in value.replace(",", " ").split() if part] if isinstance(value, str) else value

    @property
    def database(self) -> str:
        """The SQLAlchemy address: what was set, with an async driver named, or SQLite under `data`."""
        url = self.database_url
        if url is None:
            return f"sqlite+aiosqlite:///{self.data / 'guanjia.db'}"
        for given in ("postgres://", "postgresql://"):
            if url.startswith(given):
                return "postgresql+asyncpg://" + url.removeprefix(given)
        if url.startswith("sqlite://"):
            return "sqlite+aiosqlite://" + url.removeprefix("sqlite://")
        if not url.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
            kind = url.partition("://")[0]
            raise BadSettings(f"DATABASE_URL: expected sqlite://… or postgresql://…, got {kind}://…")
        return url


def load_settings(**overrides: Any) -> Settings:
    """Read the environment and `.env`; raise BadSettings with one line per faulty setting."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        faults = [
            f"{'__'.join(str(part) for part in fault['loc']).upper()}: {fault['msg']}, got {fault['input']!r}"
            for fault in error.errors(include_url=False)
        ]
        raise BadSettings("; ".join(faults)) from None
