"""Photos, documents and other media, alone and in albums; uploads, ids that are used again, addresses."""

from __future__ import annotations

from typing import Any, Final

from sandbox import files
from sandbox.telegram import sending
from sandbox.telegram.fetching import content_at
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, Upload, bad
from sandbox.things import Json
from sandbox.world import World

_NUMBERS: Final = ("duration", "width", "height", "length")
_WORDS: Final = ("performer", "title")
# What each kind must have beside its file, and what stands there when the bot does not say.
_NEEDED: Final[dict[str, dict[str, Any]]] = {
    "document": {},
    "video": {"width": 0, "height": 0, "duration": 0},
    "animation": {"width": 0, "height": 0, "duration": 0},
    "audio": {"duration": 0},
    "voice": {"duration": 0},
    "video_note": {"length": 240, "duration": 0},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
}
_NAMELESS: Final = frozenset({"voice", "video_note", "sticker"})
_AS_INPUT: Final = frozenset({"photo", "video", "animation", "audio", "document"})
_IN_ALBUMS: Final = frozenset({"photo", "video", "document", "audio"})
_PERMISSION: Final = {
    "photo": "can_send_photos",
    "document": "can_send_documents",
    "video": "can_send_videos",
    "audio": "can_send_audios",
    "voice": "can_send_voice_notes",
    "video_note": "can_send_video_notes",
}


def permission_of(content: Json) -> str:
    """Return what one has to be allowed to send something that is there already."""
    found = next((named for kind, named in _PERMISSION.items() if kind in content), "can_send_messages")
    # An animation shows as a document, too.
    return "can_send_other_messages" if {"animation", "sticker"} & content.keys() else found


def _given(call: Call, value: Any, kind: str) -> Upload | str:
    """Return the upload that a value stands for, or the id of a file that is known."""
    if isinstance(value, Upload):
        return value
    if not isinstance(value, str) or not value:
        raise bad(f"there is no {kind.replace('_', ' ')} in the request")
    if value.startswith("attach://"):
        upload = call.files.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad(f"there is no {kind.replace('_', ' ')} in the request")
        return upload
    if value.startswith(("http://", "https://")):
        fetched = call.files.get(value)
        if fetched is None:
            raise bad("failed to get HTTP URL content")
        return fetched
    return value


def _photo(world: World, given: Upload | str) -> Json:
    if isinstance(given, Upload):
        return {"photo": [files.photo_size(part) for part in world.files.add_photo(given)]}
    return {"photo": world.files.photo_sizes(world.files.reused(given, "photo"))}


def _other(world: World, given: Upload | str, kind: str, said: Any) -> Json:
    stored = world.files.add(kind, given) if isinstance(given, Upload) else world.files.reused(given, kind)
    told = files.document(stored)
    if kind in _NAMELESS:
        told.pop("file_name", None)
    if kind in {"video_note", "sticker"}:
        told.pop("mime_type", None)
    told |= _NEEDED[kind]
    told |= {name: said.get(name) for name in _NUMBERS if name in told and isinstance(said.get(name), int)}
    if kind == "audio":
        told |= {name: said.get(name) for name in _WORDS if said.get(name)}
    if kind == "sticker" and said.get("emoji"):
        told["emoji"] = said.get("emoji")
    content: Json = {kind: told}
    if kind == "animation":
        content["document"] = files.document(stored)
    return content


def of_upload(world: World, kind: str, upload: Upload) -> Json:
    """Return what an uploaded file is in a message of a person."""
    return _photo(world, upload) if kind == "photo" else _other(world, upload, kind, {})


def content_of(world: World, call: Call, kind: str, value: Any, said: Any) -> Json:
    """Return the media part of a message, caption included."""
    given = _given(call, value, kind)
    content = _photo(world, given) if kind == "photo" else _other(world, given, kind, said)
    if kind not in {"sticker", "video_note"}:
        content |= sending.caption_of(world, said)
    if said.get("has_spoiler") is True and kind in {"photo", "video", "animation"}:
        content["has_media_spoiler"] = True
    return content


def item_of(world: World, call: Call, item: Any) -> Json:
    """Return what one `InputMedia` makes of a message."""
    kind, value = (item.get("type"), item.get("media")) if isinstance(item, dict) else (None, None)
    if not isinstance(value, str) or (value.startswith("attach://") and value[9:] not in call.files):
        raise bad("can't parse InputMedia: media not found")
    if kind not in _AS_INPUT:
        raise bad(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    return content_of(world, call, kind, value, item)


@method(
    "sendPhoto",
    "sendDocument",
    "sendVideo",
    "sendAnimation",
    "sendAudio",
    "sendVoice",
    "sendVideoNote",
    "sendSticker",
)
async def send_media(world: World, call: Call) -> Json:
    kind = {"sendVideoNote": "video_note"}.get(call.method, call.method.removeprefix("send").lower())
    fetched = await content_at(call, [call.get(kind)])
    content = content_of(world, fetched, kind, call.get(kind), call)
    return sending.say(world, call, content, permission=_PERMISSION.get(kind, "can_send_other_messages"))


@method("sendMediaGroup")
async def send_media_group(world: World, call: Call) -> list[Json]:
    items = call.get("media")
    if not isinstance(items, list):
        raise bad("can't parse media JSON object")
    if not 2 <= len(items) <= 10:
        raise bad("wrong number of messages in an album; must be from 2 to 10")
    kinds = {item.get("type") if isinstance(item, dict) else None for item in items}
    if not kinds <= _IN_ALBUMS or (len(kinds) > 1 and not kinds <= {"photo", "video"}):
        raise bad(
            "document can't be mixed with other media types"
            if "document" in kinds
            else "wrong media types in an album"
        )
    fetched = await content_at(call, [item.get("media") for item in items])
    contents = [item_of(world, fetched, item) for item in items]
    to = sending.address(world, call, permission="can_send_photos", count=len(items))
    group = {"media_group_id": world.long_id("album")}
    return [sending.put(world, call, to, {**group, **content}).message for content in contents]


@method("getFile")
def get_file(world: World, call: Call) -> Json:
    stored = world.files.find(call.text("file_id"))
    if stored is None:
        raise bad("invalid file_id")
    if stored.size > files.DOWNLOAD_LIMIT:
        raise bad("file is too big")
    told = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_path": stored.path}
    return {**told, "file_size": len(stored.content())}
