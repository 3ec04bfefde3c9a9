"""The command line. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="会员管家 Guanjia: a membership assistant and community bot for retail brands.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
evaluate = typer.Typer(
    help="Measure the assistant and the recommender on files of your own.", no_args_is_help=True
)
app.add_typer(evaluate, name="evaluate")
channel = typer.Typer(
    help="The systems that deliver and ask over HTTP (docs/api.md): their rights and keys.",
    no_args_is_help=True,
)
app.add_typer(channel, name="channel")
webhook = typer.Typer(
    help="The systems that are told what happens here (docs/webhooks.md).", no_args_is_help=True
)
app.add_typer(webhook, name="webhook")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")]


class Mode(StrEnum):
    polling = "polling"
    webhook = "webhook"


class Embedding(StrEnum):
    auto = "auto"
    endpoint = "endpoint"
    local = "local"
    builtin = "builtin"


class Kind(StrEnum):
    products = "products"
    members = "members"
    orders = "orders"
    refunds = "refunds"
    events = "events"


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the chat page is served.")] = 8080,
    data: Annotated[Path, typer.Option(help="Where the demo keeps its database and index.")] = Path(
        "data/demo"
    ),
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the last demo.")] = False,
    speed: Annotated[
        float, typer.Option(help="How many demo seconds a second lasts.", min=0.1, max=10_000)
    ] = 1.0,
    mode: Annotated[Mode, typer.Option(help="How the bot gets its updates.")] = Mode.polling,
    debug: Debug = False,
) -> None:
    """Run the real bot against a local Telegram, with a chat page in the browser; no token, no key."""
    typer.echo(f"guanjia demo: starting on http://127.0.0.1:{port} …", err=True)
    from cli.start import start

    start("demo", debug=debug, port=port, data=data, fresh=fresh, speed=speed, mode=mode.value)


@app.command()
def run(
    mode: Annotated[Mode, typer.Option(help="How the bot gets its updates.")] = Mode.polling,
    debug: Debug = False,
) -> None:
    """Run the bot against Telegram (or TELEGRAM_API_URL)."""
    typer.echo("guanjia: starting …", err=True)
    from cli.start import start

    start("run", debug=debug, mode=mode.value)


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="The question; - reads it from standard input.")],
    member: Annotated[str | None, typer.Option(help="Who asks: a member number, or identity:value.")] = None,
    lang: Annotated[
        str | None, typer.Option(help="zh-Hans, zh-Hant or en; the question's own if not given.")
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Ask the assistant one question without Telegram."""
    from cli.start import start

    start("ask", debug=debug, text=text, member=member, lang=lang, json=json)


@app.command("import")
def import_(
    files: Annotated[list[str], typer.Argument(help="CSV or JSONL, gzipped or not; - is standard input.")],
    kind: Annotated[Kind, typer.Option(help="What the files hold.")],
    channel: Annotated[str | None, typer.Option(help="The channel, where the file names none.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing.")] = False,
    shift_days: Annotated[int, typer.Option(help="Move all times of the files (to try an old history).")] = 0,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Take in products, members, orders, refunds or events from files of any size."""
    from cli.start import start

    start(
        "import_files",
        debug=debug,
        files=files,
        kind=kind.value,
        channel=channel,
        dry_run=dry_run,
        shift_days=shift_days,
        json=json,
    )


@app.command()
def codes(
    file: Annotated[
        str, typer.Argument(help="One code a line, or a CSV with the column code; - is standard input.")
    ],
    reward: Annotated[str, typer.Option(help="The partner's reward in rewards.yaml.")],
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Take in a partner's codes, each to be given to one member once."""
    from cli.start import start

    start("codes", debug=debug, file=file, reward=reward, json=json)


@app.command()
def index(
    faq: Annotated[Path | None, typer.Option(help="The FAQ folder; the program's own by default.")] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Bring the FAQ's index up to date."""
    from cli.start import start

    start("index", debug=debug, faq=faq, json=json)


@app.command()
def articles(
    folder: Annotated[Path, typer.Argument(help="Where the pages go; others in it are left alone.")],
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write the answers that operators published as pages of an FAQ folder."""
    from cli.start import start

    start("articles", debug=debug, folder=folder, json=json)


@app.command()
def recommend(
    member: Annotated[str, typer.Argument(help="A member number, or identity:value.")],
    count: Annotated[int, typer.Option(min=1, max=50)] = 3,
    lang: Annotated[str, typer.Option(help="zh-Hans, zh-Hant or en.")] = "zh-Hans",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show what one member would be recommended, and why."""
    from cli.start import start

    start("recommend", debug=debug, member=member, count=count, lang=lang, json=json)


@app.command()
def train(json: Json = False, debug: Debug = False) -> None:
    """Train the recommender on all orders now, instead of at night."""
    from cli.start import start

    start("train", debug=debug, json=json)


@evaluate.command("faq")
def evaluate_faq(
    faq: Annotated[Path, typer.Option(help="A folder with *.md or *.jsonl articles.")],
    questions: Annotated[Path, typer.Option(help="JSONL with question and expected.")],
    embedding: Annotated[
        Embedding | None, typer.Option(help="Another embedder than GUANJIA_EMBEDDING's.")
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure retrieval and refusal on any FAQ and question set."""
    from cli.start import start

    start(
        "evaluate_faq",
        debug=debug,
        faq=faq,
        questions=questions,
        embedding=embedding.value if embedding else None,
        json=json,
    )


@evaluate.command("recommendations")
def evaluate_recommendations(
    orders: Annotated[Path, typer.Option(help="An order history.")],
    splits: Annotated[Path | None, typer.Option(help="A published member split (JSON).")] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure next-basket recommendations on any order history."""
    from cli.start import start

    start("evaluate_recommendations", debug=debug, orders=orders, splits=splits, json=json)


@evaluate.command("lapse")
def evaluate_lapse(
    orders: Annotated[Path, typer.Option(help="An order history with real dates.")],
    at: Annotated[datetime, typer.Option(help="What is known ends here.")],
    horizon: Annotated[int, typer.Option(help="Days in which a member buys again or doesn't.", min=1)],
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure whether the lapse model orders members rightly."""
    from cli.start import start

    start("evaluate_lapse", debug=debug, orders=orders, at=at, horizon=horizon, json=json)


@app.command()
def audit(json: Json = False, debug: Debug = False) -> None:
    """Check that the audit log is whole, and print the digest of its head to keep elsewhere."""
    from cli.start import start

    start("audit", debug=debug, json=json)


@app.command("tiers-dry-run")
def tiers_dry_run(
    proposed: Annotated[Path, typer.Argument(help="A program folder with other tiers or tier rules.")],
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Say who would rise or fall under another program folder; nothing is written."""
    from cli.start import start

    start("tiers_dry_run", debug=debug, proposed=proposed, json=json)


@app.command()
def recount(json: Json = False, debug: Debug = False) -> None:
    """Count every member's ledger again, and print what does not add up."""
    from cli.start import start

    start("recount", debug=debug, json=json)


Name = Annotated[str, typer.Argument(help="The channel's name.")]
Endpoint = Annotated[int, typer.Argument(help="The endpoint's number, as `webhook list` shows it.")]


def _listed(given: str) -> list[str]:
    return [part.strip() for part in given.split(",") if part.strip()]


@channel.command("add")
def channel_add(
    name: Name,
    kinds: Annotated[
        str, typer.Option(help="What it may: orders,refunds,members,events,products,read,redeem.")
    ],
    fields: Annotated[
        str, typer.Option(help="Personal fields it may deliver: phone,birthday,consents.")
    ] = "",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Give a system a name, rights and a key, which is shown once."""
    from cli.start import start

    start("add_channel", debug=debug, name=name, kinds=_listed(kinds), fields=_listed(fields), json=json)


@channel.command("list")
def channel_list(json: Json = False, debug: Debug = False) -> None:
    """Show all channels with their rights and when they were last used."""
    from cli.start import start

    start("list_channels", debug=debug, json=json)


@channel.command("rotate")
def channel_rotate(
    name: Name,
    grace_hours: Annotated[
        int, typer.Option(help="How long the old key goes on working.", min=0, max=720)
    ] = 24,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Give a channel a new key; the old one works on for a while."""
    from cli.start import start

    start("rotate_channel", debug=debug, name=name, grace_hours=grace_hours, json=json)


@channel.command("revoke")
def channel_revoke(name: Name, debug: Debug = False) -> None:
    """Take a channel's rights and keys away at once."""
    from cli.start import start

    start("revoke_channel", debug=debug, name=name)


@webhook.command("add")
def webhook_add(
    url: Annotated[str, typer.Argument(help="Where to post: https://host/path.")],
    kinds: Annotated[str, typer.Option(help="What to tell: points.*,tier.changed,… or * for all.")] = "*",
    inside: Annotated[
        bool, typer.Option("--inside", help="Allow an address of the own network, and http.")
    ] = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Let a system be told what happens here; its signing key is shown once."""
    from cli.start import start

    start("add_webhook", debug=debug, url=url, kinds=_listed(kinds), inside=inside, json=json)


@webhook.command("list")
def webhook_list(json: Json = False, debug: Debug = False) -> None:
    """Show all endpoints, how they fare and what waits for them."""
    from cli.start import start

    start("list_webhooks", debug=debug, json=json)


@webhook.command("remove")
def webhook_remove(endpoint: Endpoint, debug: Debug = False) -> None:
    """Tell an endpoint nothing any more."""
    from cli.start import start

    start("remove_webhook", debug=debug, endpoint=endpoint)


@webhook.command("resume")
def webhook_resume(endpoint: Endpoint, debug: Debug = False) -> None:
    """Turn an endpoint on again and send it all that never arrived."""
    from cli.start import start

    start("resume_webhook", debug=debug, endpoint=endpoint)


@webhook.command("test")
def webhook_test(endpoint: Endpoint, debug: Debug = False) -> None:
    """Post one signed test event now and say what was answered."""
    from cli.start import start

    start("test_webhook", debug=debug, endpoint=endpoint)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The copy to write.")],
    debug: Debug = False,
) -> None:
    """Copy the database consistently, while the bot runs."""
    from cli.start import start

    start("backup", debug=debug, file=file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the database that is there.")] = False,
    debug: Debug = False,
) -> None:
    """Put a backup in the database's place, after checking it."""
    from cli.start import start

    start("restore", debug=debug, file=file, force=force)


@app.command()
def migrate(debug: Debug = False) -> None:
    """Bring the database's schema up to date."""
    from cli.start import start

    start("migrate", debug=debug)


@app.command()
def doctor(json: Json = False, debug: Debug = False) -> None:
    """Say what is wrong with this installation and what to do about it."""
    from cli.start import start

    start("doctor", debug=debug, json=json)


if __name__ == "__main__":
    app()
