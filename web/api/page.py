"""The description as one HTML page: readable without a script, a font or a request to anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from web.api.problems import KINDS

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 58rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
h2 { border-top: 1px solid #ddd; padding-top: 1.2rem; font-size: 1.15rem; } h2 code { font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
td, th { text-align: left; vertical-align: top; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid #eee; }
pre { background: #f6f4f0; padding: .8rem; overflow-x: auto; font-size: .88rem; }
.verb { color: #fff; background: #7a4b2a; border-radius: 3px; padding: 0 .4rem; font-size: .85rem; }
"""


def html(document: dict[str, Any]) -> str:
    """Return the page of an OpenAPI document as `web.api.openapi` makes it."""
    info = document["info"]
    parts = [f"<h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>"]
    parts.append('<p>The same for machines: <a href="/api/openapi.json">openapi.json</a></p>')
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            parts.append(_operation(path, verb, operation, document))
    parts.append(f"<h2>Problems</h2>{_problems()}")
    title = escape(info["title"])
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return f"<!doctype html><html lang=en><head>{head}<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>"


def _operation(path: str, verb: str, operation: dict[str, Any], document: dict[str, Any]) -> str:
    name = escape(operation["operationId"])
    parts = [
        f'<h2 id="{name}"><span class=verb>{verb.upper()}</span> <code>{escape(path)}</code></h2>',
        f"<p>{escape(operation['summary'])}</p>",
    ]
    body = operation.get("requestBody")
    if body:
        parts.append(f"<p>{escape(body['description'])}</p>")
        content = body["content"]["application/json"]
        schema = content["schema"].get("oneOf", [content["schema"]])[0]
        parts.append(_fields(_resolved(schema, document)))
        if example := content.get("example"):
            shown = json.dumps(example, ensure_ascii=False, indent=2)
            parts.append(f"<pre>{escape(shown)}</pre>")
    rows = [(status, answer["description"]) for status, answer in operation["responses"].items()]
    parts.append(_table(("status", "when"), rows))
    return "".join(parts)


def _fields(schema: dict[str, Any]) -> str:
    rows = []
    for name, told in schema["properties"].items():
        need = "required" if name in schema["required"] else ""
        rows.append((name, need, _form(told), told.get("description", "")))
        for inner, more in told.get("items", {}).get("properties", {}).items():
            rows.append((f"{name}[].{inner}", "required", _form(more), more.get("description", "")))
    return _table(("field", "", "form", "meaning"), rows)


def _form(told: dict[str, Any]) -> str:
    kind = told.get("format") or told.get("type", "")
    limit = told.get("maxLength")
    kinds = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{kinds}, up to {limit}" if limit else kinds


def _problems() -> str:
    rows = [
        f'<tr id="{slug}"><td>{status}</td><td><code>/api/docs#{slug}</code></td><td>{escape(title)}</td></tr>'
        for slug, (status, title) in KINDS.items()
    ]
    return f"<table><tr><th>status</th><th>type</th><th>title</th></tr>{''.join(rows)}</table>"


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{lines}</table>"
