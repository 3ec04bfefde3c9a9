"""Pictures of codes: a QR for a camera, and below it the same code in letters for a voice."""

from __future__ import annotations

from io import BytesIO

import segno
from aiogram import Bot
from aiogram.types import BufferedInputFile
from PIL import Image, ImageDraw, ImageFont

# The payloads of links that a clerk's camera opens: a member's code of the minute, a coupon.
PASS, COUPON = "c-", "v-"

_MODULE = 10  # pixels
_BORDER = 4  # modules, as the standard asks for
_LETTERS = 44  # pixels
_WHITE, _BLACK = 1, 0


async def counter_link(bot: Bot, payload: str) -> str:
    """Return the link that opens the bot with `payload`, at the counter if a clerk follows it."""
    me = await bot.me()
    return f"https://t.me/{me.username}?start={payload}"


def picture(content: str, letters: str) -> BufferedInputFile:
    """Return a PNG with a QR of `content` and `letters` under it; a few milliseconds of work."""
    modules = segno.make_qr(content, error="m").matrix
    side = (len(modules) + 2 * _BORDER) * _MODULE
    image = Image.new("1", (side, side + _LETTERS + 2 * _MODULE), _WHITE)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                left, top = (column + _BORDER) * _MODULE, (row + _BORDER) * _MODULE
                draw.rectangle((left, top, left + _MODULE - 1, top + _MODULE - 1), fill=_BLACK)
    room = side - 2 * _BORDER * _MODULE
    wanted = draw.textlength(letters, font=ImageFont.load_default(_LETTERS))
    font = ImageFont.load_default(min(_LETTERS, int(_LETTERS * room / wanted)))
    draw.text((side / 2, side + _LETTERS / 2 - _MODULE), letters, fill=_BLACK, font=font, anchor="mm")
    out = BytesIO()
    image.save(out, format="PNG")
    return BufferedInputFile(out.getvalue(), "code.png")
