from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

import pytest

from cli import integrations
from cli.doctor import examine
from cli.start import module_of
from core.errors import BadSettings
from core.settings import ROOT, Settings, load_settings
from tests.tasks.test_webhooks import Receiver, receiver

assert receiver


def test_every_command_line_leads_to_its_command() -> None:
    text = (ROOT / "main.py").read_text(encoding="utf-8")
    names = re.findall(r'\bstart\(\s*"(\w+)"', text)
    assert {"add_channel", "test_webhook"} <= set(names)
    for name in names:
        assert callable(getattr(importlib.import_module(module_of(name)), name))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data=tmp_path)


async def test_a_channel_is_added_changed_and_revoked_and_its_key_shown_once(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"kinds": ["orders", "refunds"], "fields": ["phone"]}
    await integrations.add_channel(settings, name="pos", json=False, **given)
    secret = capsys.readouterr().out.strip()
    assert secret.startswith("whsec_")
    with pytest.raises(BadSettings, match="The channel pos exists"):
        await integrations.add_channel(settings, name="pos", json=False, **given)
    with pytest.raises(BadSettings, match="There is no right ordres"):
        await integrations.add_channel(settings, name="mall", kinds=["ordres"], fields=[], json=False)

    capsys.readouterr()
    await integrations.rotate_channel(settings, name="pos", grace_hours=1, json=True)
    rotated = json.loads(capsys.readouterr().out)
    assert rotated["secret"] != secret
    await integrations.list_channels(settings, json=False)
    listed = capsys.readouterr().out
    assert listed == "pos: orders, refunds, phone; 2 keys; never used\n"
    assert "api channels: pos" in {finding.what for finding in await examine(settings)}

    await integrations.revoke_channel(settings, name="pos")
    with pytest.raises(BadSettings, match="was revoked"):
        await integrations.rotate_channel(settings, name="pos", grace_hours=1, json=True)
    assert "api channels: none" in {finding.what for finding in await examine(settings)}


async def test_an_endpoint_is_added_tried_and_removed(
    settings: Settings, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    for inside in ("http://crm.example.com/", "https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/"):
        with pytest.raises(BadSettings, match="This address can't be used"):
            await integrations.add_webhook(settings, url=inside, kinds=["*"], inside=False, json=False)
    await integrations.add_webhook(settings, url=receiver.url, kinds=["points.*"], inside=True, json=False)
    capsys.readouterr()
    assert await integrations.test_webhook(settings, endpoint=1) == 0
    receiver.answers = [500]
    assert await integrations.test_webhook(settings, endpoint=1) == 1
    assert json.loads(receiver.got[0][1])["type"] == "webhook.test"
    await integrations.list_webhooks(settings, json=False)
    assert "points.*; on; 0 waiting, 0 given up" in capsys.readouterr().out
    await integrations.remove_webhook(settings, endpoint=1)
    with pytest.raises(BadSettings, match="no webhook endpoint 1"):
        await integrations.test_webhook(settings, endpoint=1)
