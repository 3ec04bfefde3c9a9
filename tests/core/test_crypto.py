from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.crypto import SealBroken, Vault, phone
from core.errors import BadSettings

SECRET = b"0123456789abcdef0123456789abcdef"


def test_what_is_sealed_opens_again_and_tells_nothing() -> None:
    vault = Vault(SECRET)
    sealed = vault.seal("1990-05-17")
    assert vault.open(sealed) == "1990-05-17"
    assert b"1990" not in sealed
    assert vault.seal("1990-05-17") != sealed


def test_another_secret_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        Vault(b"x" * 32).open(Vault(SECRET).seal("1990-05-17"))


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(Vault(SECRET).seal("1990-05-17"))
    sealed[place] ^= 1
    with pytest.raises(SealBroken):
        Vault(SECRET).open(bytes(sealed))


def test_a_cut_off_seal_is_noticed() -> None:
    for length in (0, 1, 5, 20):
        with pytest.raises(SealBroken):
            Vault(SECRET).open(Vault(SECRET).seal("x")[:length])


def test_equal_values_are_found_by_equal_stand_ins_of_their_own_kind_and_secret() -> None:
    vault = Vault(SECRET)
    assert vault.blind("phone", "+8613800000000") == vault.blind("phone", "+8613800000000")
    others = {
        vault.blind("phone", "+8613800000001"),
        vault.blind("card", "+8613800000000"),
        Vault(b"x" * 32).blind("phone", "+8613800000000"),
    }
    assert vault.blind("phone", "+8613800000000") not in others
    assert len(others) == 3
    assert "138" not in vault.blind("phone", "+8613800000000")


@pytest.mark.parametrize(
    "written",
    [
        "+8613800000000",
        "13800000000",
        "138 0000 0000",
        "+86 138-0000-0000",
        "008613800000000",
        "１３８００００００００",
    ],
)
def test_one_phone_number_is_the_same_however_it_is_written(written: str) -> None:
    assert phone(written) == "+8613800000000"
    assert Vault(SECRET).blind_phone(written) == Vault(SECRET).blind("phone", "+8613800000000")


@pytest.mark.parametrize(
    "written", ["", "abc", "12345", "23800000000", "+86", "+86138000000000000", "+86१३८०००००००"]
)
def test_what_is_no_phone_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="phone number"):
        phone(written)


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = Vault.open_at(tmp_path / "data")
    file = tmp_path / "data/secret.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Vault.open_at(tmp_path / "data").open(first.seal("kept")) == "kept"
    assert [one.name for one in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_many_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        vaults = list(threads.map(lambda _: Vault.open_at(tmp_path), range(32)))
    assert len({vault.blind("phone", "1") for vault in vaults}) == 1


def test_a_set_secret_is_used_and_a_short_one_refused(tmp_path: Path) -> None:
    assert Vault.open_at(tmp_path, SECRET.decode()).open(Vault(SECRET).seal("same")) == "same"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(BadSettings, match="GUANJIA_SECRET_KEY"):
        Vault.open_at(tmp_path, "short")


def test_a_damaged_secret_file_is_not_silently_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("oops")
    with pytest.raises(BadSettings, match=r"secret\.key"):
        Vault.open_at(tmp_path)


def test_processes_with_one_secret_agree_on_passwords_and_others_do_not() -> None:
    one = Vault(SECRET)
    assert one.password("door") == Vault(SECRET).password("door")
    assert len({one.password("door"), one.password("gate"), Vault(SECRET[::-1]).password("door")}) == 3
