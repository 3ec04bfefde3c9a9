from __future__ import annotations

from io import BytesIO

import pytest
import segno
from PIL import Image

from bot.qr import picture

LINK = "https://t.me/guanjia_demo_bot?start="


@pytest.mark.parametrize(
    ("payload", "letters"), [("c-ABCDEFGH", "ABCD-EFGH"), ("v-ABCDEFGHJKMNPQR", "ABCDE-FGHJK-MNPQR")]
)
def test_the_picture_holds_the_standards_modules_with_a_quiet_border_and_the_letters(
    payload: str, letters: str
) -> None:
    image = Image.open(BytesIO(picture(LINK + payload, letters).data)).convert("1")
    wanted = segno.make_qr(LINK + payload, error="m").matrix
    side = (len(wanted) + 8) * 10
    assert image.width == side
    seen = [
        [image.getpixel((column * 10 + 5, row * 10 + 5)) == 0 for column in range(side // 10)]
        for row in range(side // 10)
    ]
    assert [[bool(module) for module in line] for line in wanted] == [line[4:-4] for line in seen[4:-4]]
    assert not any(any(line) for line in seen[:4])
    below = image.crop((0, side, side, image.height))
    left, _, right, _ = below.point(lambda pixel: 255 - pixel).getbbox() or (0, 0, 0, 0)
    assert 40 <= left < right <= side - 40
