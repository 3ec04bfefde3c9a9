from __future__ import annotations

import base64
import io
import json
from typing import Any

import aiohttp
from PIL import Image

from sandbox.schema import METHODS
from sandbox.things import Json
from tests.sandbox.conftest import TOKEN, Stage


def picture(width: int = 1000, height: int = 500) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "brown").save(out, "PNG")
    return out.getvalue()


async def upload(stage: Stage, method: str, files: dict[str, tuple[str, bytes]], **fields: Any) -> Json:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, (file_name, content) in files.items():
        form.add_field(name, content, filename=file_name)
    async with stage.http.post(f"{stage.base}/{method}", data=form) as response:
        answer: Json = await response.json()
        return answer


async def download(stage: Stage, file_id: str) -> bytes:
    file = await stage.bot("getFile", file_id=file_id)
    async with stage.http.get(f"{stage.address}/file/bot{TOKEN}/{file['file_path']}") as response:
        assert response.status == 200
        content = await response.read()
        assert len(content) == file["file_size"]
        return content


async def test_a_photo_comes_in_sizes_that_can_be_downloaded(stage: Stage) -> None:
    lin = await stage.person()
    answer = await upload(
        stage,
        "sendPhoto",
        {"photo": ("a.png", picture())},
        chat_id=str(lin),
        caption="<b>hi</b>",
        parse_mode="HTML",
    )
    sizes = answer["result"]["photo"]
    assert [(each["width"], each["height"]) for each in sizes] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1000, 500),
    ]
    assert answer["result"]["caption_entities"][0]["type"] == "bold"
    with Image.open(io.BytesIO(await download(stage, sizes[0]["file_id"]))) as small:
        assert small.size == (90, 45)
    assert await download(stage, sizes[-1]["file_id"]) == picture()


async def test_a_file_id_is_used_again_for_its_own_kind_only(stage: Stage) -> None:
    lin = await stage.person()
    first = await upload(stage, "sendPhoto", {"photo": ("a.png", picture())}, chat_id=str(lin))
    file_id = first["result"]["photo"][-1]["file_id"]
    again = await stage.bot("sendPhoto", chat_id=lin, photo=file_id)
    assert again["photo"] == first["result"]["photo"]
    assert await stage.refused("sendDocument", chat_id=lin, document=file_id) == (
        "400 Bad Request: can't use file of type Photo as Document"
    )
    assert (await stage.refused("sendPhoto", chat_id=lin, photo="nonsense")).startswith(
        "400 Bad Request: wrong remote file identifier specified"
    )
    assert await stage.refused("getFile", file_id="nonsense") == "400 Bad Request: invalid file_id"


async def test_a_document_keeps_name_type_and_bytes(stage: Stage) -> None:
    lin = await stage.person()
    answer = await upload(stage, "sendDocument", {"document": ("积分.csv", b"a,b\n1,2\n")}, chat_id=str(lin))
    document = answer["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("积分.csv", "text/csv")
    assert await download(stage, document["file_id"]) == b"a,b\n1,2\n"


async def test_attached_files_are_found_by_name(stage: Stage) -> None:
    lin = await stage.person()
    answer = await upload(
        stage, "sendPhoto", {"pic": ("a.png", picture())}, chat_id=str(lin), photo="attach://pic"
    )
    assert answer["ok"]
    missing = await upload(
        stage, "sendPhoto", {"pic": ("a.png", picture())}, chat_id=str(lin), photo="attach://no"
    )
    assert missing["error_code"] == 400


async def test_what_is_no_picture_is_no_photo(stage: Stage) -> None:
    lin = await stage.person()
    broken = await upload(stage, "sendPhoto", {"photo": ("a.png", b"not a picture")}, chat_id=str(lin))
    assert broken["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    empty = await upload(stage, "sendDocument", {"document": ("a.txt", b"")}, chat_id=str(lin))
    assert empty["description"] == "Bad Request: file must be non-empty"
    long = await upload(stage, "sendPhoto", {"photo": ("a.png", picture(2100, 100))}, chat_id=str(lin))
    assert long["description"] == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    stage.expected_faults = ["photo is missing"]
    assert (
        await stage.refused("sendPhoto", chat_id=lin) == "400 Bad Request: there is no photo in the request"
    )


async def test_an_album_is_several_messages_of_one_group(stage: Stage) -> None:
    lin = await stage.person()
    media = [
        {"type": "photo", "media": "attach://a", "caption": "first"},
        {"type": "photo", "media": "attach://b"},
    ]
    files = {"a": ("a.png", picture()), "b": ("b.png", picture(300, 300))}
    answer = await upload(stage, "sendMediaGroup", files, chat_id=str(lin), media=media)
    sent = answer["result"]
    assert len({each["media_group_id"] for each in sent}) == 1
    assert [each.get("caption") for each in sent] == ["first", None]
    one = await upload(stage, "sendMediaGroup", files, chat_id=str(lin), media=media[:1])
    assert one["error_code"] == 400
    mixed = [media[0], {"type": "document", "media": "attach://b"}]
    assert (await upload(stage, "sendMediaGroup", files, chat_id=str(lin), media=mixed))["error_code"] == 400


async def test_media_can_be_replaced_and_its_caption_edited(stage: Stage) -> None:
    lin = await stage.person()
    sent = (await upload(stage, "sendPhoto", {"photo": ("a.png", picture())}, chat_id=str(lin), caption="c"))[
        "result"
    ]
    target = {"chat_id": lin, "message_id": sent["message_id"]}
    edited = await stage.bot("editMessageCaption", caption="d", **target)
    assert edited["caption"] == "d"
    media = {"type": "document", "media": "attach://doc"}
    answer = await upload(
        stage,
        "editMessageMedia",
        {"doc": ("a.txt", b"x")},
        chat_id=str(lin),
        message_id=str(sent["message_id"]),
        media=media,
    )
    assert "document" in answer["result"]
    assert "photo" not in answer["result"]
    assert await stage.refused("editMessageText", text="x", **target) == (
        "400 Bad Request: there is no text in the message to edit"
    )


async def test_a_caption_has_at_most_1024_characters(stage: Stage) -> None:
    lin = await stage.person()
    answer = await upload(
        stage, "sendPhoto", {"photo": ("a.png", picture())}, chat_id=str(lin), caption="x" * 1025
    )
    assert answer["description"] == "Bad Request: message caption is too long"


async def test_people_send_photos_and_documents_both_ways(stage: Stage) -> None:
    lin = await stage.person()
    encoded = base64.b64encode(picture()).decode()
    await stage.sim("messages", chat_id=lin, from_id=lin, photo=encoded, caption="proof /done")
    form = aiohttp.FormData({"chat_id": str(lin), "from_id": str(lin)})
    form.add_field("document", b"hello", filename="a.txt")
    async with stage.http.post(f"{stage.address}/sim/messages", data=form) as response:
        assert response.status == 200
    photo, document = (each["message"] for each in await stage.updates())
    assert photo["caption_entities"][0]["type"] == "bot_command"
    assert await download(stage, photo["photo"][-1]["file_id"]) == picture()
    assert await download(stage, document["document"]["file_id"]) == b"hello"
    async with stage.http.get(f"{stage.address}/sim/files/{photo['photo'][0]['file_id']}") as response:
        assert response.content_type == "image/jpeg"


async def test_other_media_carry_what_the_table_demands(stage: Stage) -> None:
    lin = await stage.person()
    for method, field in (
        ("sendVideo", "video"),
        ("sendAnimation", "animation"),
        ("sendAudio", "audio"),
        ("sendVoice", "voice"),
        ("sendVideoNote", "video_note"),
        ("sendSticker", "sticker"),
    ):
        said = {"duration": "7", "emoji": "☕"} if method != "sendSticker" else {"emoji": "☕"}
        said = {name: value for name, value in said.items() if name in METHODS[method]["params"]}
        answer = await upload(stage, method, {field: (f"a.{field}", b"bytes")}, chat_id=str(lin), **said)
        sent = answer["result"][field]
        assert (sent.get("duration", 7), sent.get("emoji", "☕")) == (7, "☕")


async def test_a_photo_is_fetched_from_its_address(stage: Stage) -> None:
    lin = await stage.person()
    first = await upload(stage, "sendPhoto", {"photo": ("a.png", picture())}, chat_id=str(lin))
    path = (await stage.bot("getFile", file_id=first["result"]["photo"][-1]["file_id"]))["file_path"]
    sent = await stage.bot("sendPhoto", chat_id=lin, photo=f"{stage.address}/file/bot{TOKEN}/{path}")
    assert sent["photo"][-1]["width"] == 1000
    assert await stage.refused("sendPhoto", chat_id=lin, photo=f"{stage.address}/nothing") == (
        "400 Bad Request: failed to get HTTP URL content"
    )


async def test_a_file_needs_the_token(stage: Stage) -> None:
    lin = await stage.person()
    sent = (await upload(stage, "sendDocument", {"document": ("a.txt", b"x")}, chat_id=str(lin)))["result"]
    path = (await stage.bot("getFile", file_id=sent["document"]["file_id"]))["file_path"]
    async with stage.http.get(f"{stage.address}/file/bot42:WRONG/{path}") as response:
        assert response.status == 401
    async with stage.http.get(f"{stage.address}/file/bot{TOKEN}/documents/none.bin") as response:
        assert response.status == 404


async def test_people_send_albums_voices_and_stickers(stage: Stage) -> None:
    lin = await stage.person()
    encoded = base64.b64encode(picture()).decode()
    for _ in range(2):
        await stage.sim("messages", chat_id=lin, from_id=lin, photo=encoded, media_group_id="77")
    for kind in ("voice", "sticker", "video"):
        await stage.sim("messages", chat_id=lin, from_id=lin, **{kind: encoded})
    taken = [each["message"] for each in await stage.updates()]
    assert [each.get("media_group_id") for each in taken] == ["77", "77", None, None, None]
    assert ["voice" in taken[2], "sticker" in taken[3], "video" in taken[4]] == [True] * 3
