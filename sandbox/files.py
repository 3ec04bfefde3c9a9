"""Files that went through the sandbox: what was uploaded, its sizes as a photo, and the ids that name it."""

from __future__ import annotations

import base64
import hashlib
import io
import mimetypes
from dataclasses import dataclass
from typing import Final

from PIL import Image, UnidentifiedImageError

from sandbox.telegram.request import Upload, bad
from sandbox.things import Json

# What Telegram's first four bytes of a file id look like, by kind.
_PREFIX: Final = {
    "photo": "AgAC",
    "document": "BQAC",
    "video": "BAAC",
    "animation": "CgAC",
    "audio": "CQAC",
    "voice": "AwAC",
    "video_note": "DQAC",
    "sticker": "CAAC",
}
_FOLDER: Final = {
    "photo": "photos",
    "video": "videos",
    "voice": "voice",
    "audio": "music",
    "sticker": "stickers",
}
_NAMED: Final = {
    "photo": "Photo",
    "document": "Document",
    "video": "Video",
    "animation": "Animation",
    "audio": "Audio",
    "voice": "VoiceNote",
    "video_note": "VideoNote",
    "sticker": "Sticker",
}
_SIZES: Final = (90, 320, 800, 1280)
PHOTO_LIMIT: Final = 10 * 1024 * 1024
UPLOAD_LIMIT: Final = 50 * 1024 * 1024
DOWNLOAD_LIMIT: Final = 20 * 1024 * 1024


@dataclass(slots=True)
class Stored:
    """One file; a smaller size of a photo is made when somebody fetches it."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str | None
    mime: str
    original: bytes
    width: int = 0
    height: int = 0
    size: int = 0
    is_smaller: bool = False
    siblings: tuple[str, ...] = ()

    def content(self) -> bytes:
        if self.is_smaller:
            self.original = _shrunk(self.original, self.width, self.height)
            self.is_smaller = False
            self.size = len(self.original)
        return self.original


class Files:
    """All files by id and by path; ids are made from content and order, so that a replay gives the same."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._count = 0

    def find(self, file_id: str) -> Stored | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> Stored | None:
        return self._by_path.get(path)

    def reused(self, file_id: str, kind: str) -> Stored:
        """Return the file that an id names, or refuse as Telegram does."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad("wrong remote file identifier specified: Wrong string length")
        if stored.kind != kind:
            raise bad(f"can't use file of type {_NAMED[stored.kind]} as {_NAMED[kind]}")
        return stored

    def add(self, kind: str, upload: Upload) -> Stored:
        """Keep an uploaded file of any kind but a photo."""
        if not upload.content:
            raise bad("file must be non-empty")
        if len(upload.content) > UPLOAD_LIMIT:
            raise bad("file is too big")
        mime = upload.mime if upload.mime and upload.mime != "application/octet-stream" else None
        mime = mime or mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        return self._store(kind, upload.content, upload.name, mime, suffix)

    def add_photo(self, upload: Upload) -> list[Stored]:
        """Keep a photo in Telegram's sizes, smallest first."""
        if not upload.content:
            raise bad("file must be non-empty")
        if len(upload.content) > PHOTO_LIMIT:
            raise bad("file is too big for a photo")
        try:
            with Image.open(io.BytesIO(upload.content)) as image:
                width, height = image.size
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as wrong:
            raise bad("IMAGE_PROCESS_FAILED") from wrong
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        longest = max(width, height)
        sides = [side for side in _SIZES if side < longest] + [min(longest, _SIZES[-1])]
        stored = []
        for side in sorted(set(sides)):
            part = self._store("photo", upload.content, None, "image/jpeg", "jpg", salt=str(side))
            part.width = max(1, round(width * side / longest))
            part.height = max(1, round(height * side / longest))
            if side < longest:
                part.is_smaller = True
                part.size = max(1, len(upload.content) * side * side // (longest * longest))
            stored.append(part)
        for part in stored:
            part.siblings = tuple(each.file_id for each in stored)
        return stored

    def photo_sizes(self, stored: Stored) -> list[Json]:
        return [photo_size(self._by_id[each]) for each in stored.siblings]

    def clear(self) -> None:
        self._by_id.clear()
        self._by_path.clear()
        self._count = 0

    def _store(
        self, kind: str, content: bytes, name: str | None, mime: str, suffix: str, salt: str = ""
    ) -> Stored:
        unique = hashlib.sha256(f"{kind}{salt}".encode() + content).digest()
        number = self._count
        self._count += 1
        whole = hashlib.sha256(f"{self._seed}/{number}".encode()).digest() + unique
        file_id = _PREFIX[kind] + base64.urlsafe_b64encode(whole[:48]).decode().rstrip("=")
        path = f"{_FOLDER.get(kind, 'documents')}/file_{number}.{suffix}"
        unique_id = "AQAD" + base64.urlsafe_b64encode(unique[:8]).decode().rstrip("=")
        stored = Stored(file_id, unique_id, kind, path, name, mime, content, size=len(content))
        self._by_id[file_id] = self._by_path[path] = stored
        return stored


def photo_size(stored: Stored) -> Json:
    """Return the Bot API's `PhotoSize`."""
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "width": stored.width,
        "height": stored.height,
        "file_size": stored.size,
    }


def document(stored: Stored) -> Json:
    """Return the Bot API's `Document`."""
    told: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size}
    if stored.name:
        told["file_name"] = stored.name
    told["mime_type"] = stored.mime
    return told


def _shrunk(content: bytes, width: int, height: int) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        small = image.convert("RGB").resize((width, height))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=85)
    return out.getvalue()
