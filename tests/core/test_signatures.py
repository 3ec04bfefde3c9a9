from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.signatures import Forged, check, check_time, headers, new_secret, sign

# The example of the Standard Webhooks specification.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = datetime.fromtimestamp(1_614_265_330, UTC)
EXAMPLE: dict[str, Any] = {"message_id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "body": b'{"test": 2432232314}'}
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_specifications_own_example_is_signed_as_it_says() -> None:
    assert sign(SECRET, at=AT, **EXAMPLE) == SIGNATURE


def test_one_good_signature_and_one_good_key_among_others_are_enough() -> None:
    given: dict[str, Any] = {"timestamp": "1614265330", "signature": f"v1,AAAA v2,xx {SIGNATURE}", **EXAMPLE}
    check([new_secret(), SECRET], **given)
    with pytest.raises(Forged):
        check([new_secret()], **given)
    with pytest.raises(Forged):
        check([], **given)


@pytest.mark.parametrize("change", [{"body": b"{}"}, {"message_id": "msg_x"}, {"timestamp": "1614265331"}])
def test_all_that_is_signed_is_bound(change: dict[str, object]) -> None:
    given: dict[str, Any] = {"timestamp": "1614265330", "signature": SIGNATURE, **EXAMPLE} | change
    with pytest.raises(Forged):
        check([SECRET], **given)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_time_outside_the_window_is_refused(seconds: int) -> None:
    told = headers(SECRET, at=AT, **EXAMPLE)
    check_time("msg_1", told["webhook-timestamp"], now=AT + timedelta(seconds=seconds - seconds // 301))
    with pytest.raises(Forged, match="five minutes"):
        check_time("msg_1", told["webhook-timestamp"], now=AT + timedelta(seconds=seconds))


def test_secrets_are_long_and_never_the_same() -> None:
    assert len({new_secret() for _ in range(50)}) == 50
    assert all(len(new_secret()) == len("whsec_") + 44 for _ in range(3))
