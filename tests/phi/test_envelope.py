"""The envelope: published vectors, in two languages, and everything that must not decrypt."""

import json
import shutil
import subprocess
from pathlib import Path
from unittest import mock

import pytest

from wcdb.database import ROOT
from wcdb.phi import envelope
from wcdb.phi.envelope import Binding, BlindIndex, ColumnCipher, Fault, Refused

VECTORS = json.loads((ROOT / "docs" / "encryption-vectors.json").read_text())
KEY = bytes.fromhex(VECTORS["data_key"])
HERE = Binding(6, 3)
ROW = b"00000000-0000-4000-8000-000000000001"


def sealed(value: bytes = b"000-00-0021", key_id: int = 7) -> bytes:
    found = ColumnCipher(HERE, {key_id: KEY}, key_id).encrypt([(ROW, value)])[0]
    assert found is not None
    return found


def fault(value: bytes, binding: Binding = HERE, row: bytes = ROW, key: bytes | None = KEY) -> str:
    with pytest.raises(Refused) as refused:
        ColumnCipher(binding, {7: key}).decrypt(row, value)
    return refused.value.fault


@pytest.mark.parametrize("vector", VECTORS["values"], ids=lambda vector: vector["name"])
def test_vectors(vector: dict[str, str]) -> None:
    binding = Binding(int(vector["table_id"]), int(vector["column_id"]))
    key_id, row = int(vector["key_id"]), vector["row_key"].encode()
    cipher = ColumnCipher(binding, {key_id: KEY}, key_id)
    made = bytes.fromhex(vector["envelope"])
    assert cipher.decrypt(row, made).decode() == vector["value"]
    with mock.patch("os.urandom", return_value=bytes.fromhex(vector["nonce"])):
        assert cipher.encrypt([(row, vector["value"].encode())]) == [made]
    assert len(made) == envelope.OVERHEAD + len(vector["value"].encode())


@pytest.mark.parametrize("vector", VECTORS["blind_indexes"], ids=lambda vector: vector["name"])
def test_blind_index_vectors(vector: dict[str, str]) -> None:
    binding = Binding(int(vector["table_id"]), int(vector["column_id"]))
    blind = BlindIndex(binding, bytes.fromhex(VECTORS["index_key"]), vector["rule"])
    assert blind(vector["value"].encode()).hex() == vector["blind_index"]


def test_key_wrap_vector() -> None:
    kek = bytes.fromhex(VECTORS["key_encryption_key"])
    wrapped = bytes.fromhex(VECTORS["wrapped_key"])
    assert envelope.unwrap(kek, wrapped) == KEY
    assert envelope.wrap(kek, KEY) == wrapped
    assert envelope.check_value(kek) == VECTORS["kek_id"]
    with pytest.raises(envelope.WrongKey):
        envelope.unwrap(bytes(32), wrapped)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_node_decrypts_and_produces_the_same() -> None:
    docs = ROOT / "docs"
    program = [shutil.which("node") or "", str(docs / "envelope.mjs")]
    result = subprocess.run(
        [*program, str(docs / "encryption-vectors.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "5 values, 4 blind indexes\n"


def test_node_notices_a_wrong_vector(tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("needs node")
    wrong = json.loads(json.dumps(VECTORS))
    wrong["values"][0]["value"] = "000-00-0022"
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps(wrong))
    result = subprocess.run(
        [shutil.which("node") or "", str(ROOT / "docs" / "envelope.mjs"), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "a social security number" in result.stderr


def test_every_flipped_bit_is_refused() -> None:
    value = sealed()
    faults = []
    for bit in range(len(value) * 8):
        changed = bytearray(value)
        changed[bit // 8] ^= 1 << bit % 8
        faults.append(fault(bytes(changed)))
    # Version and algorithm; key id; nonce, text and tag.
    rest = (len(value) - 6) * 8
    assert (
        faults == [Fault.MALFORMED] * 16 + [Fault.UNKNOWN_KEY] * 32 + [Fault.NOT_AUTHENTIC] * rest
    )


def test_every_truncation_is_refused() -> None:
    value = sealed()
    found = [fault(value[:length]) for length in range(len(value))]
    assert found.count(Fault.MALFORMED) == envelope.OVERHEAD
    assert set(found[envelope.OVERHEAD :]) == {Fault.NOT_AUTHENTIC}
    assert fault(value + b"\0") == Fault.NOT_AUTHENTIC


@pytest.mark.parametrize(
    ("binding", "row"),
    [
        (Binding(6, 4), ROW),
        (Binding(7, 3), ROW),
        (Binding(3, 6), ROW),
        (HERE, ROW[:-1] + b"2"),
        (HERE, ROW[:-1]),
        (HERE, b""),
    ],
)
def test_a_value_moved_elsewhere_is_refused(binding: Binding, row: bytes) -> None:
    assert fault(sealed(), binding, row) == Fault.NOT_AUTHENTIC


def test_wrong_retired_and_unknown_keys_are_refused() -> None:
    assert fault(sealed(), key=bytes(32)) == Fault.NOT_AUTHENTIC
    assert fault(sealed(), key=None) == Fault.RETIRED_KEY
    assert fault(sealed(key_id=8)) == Fault.UNKNOWN_KEY


def test_nonces_differ_and_parts_do_not_run_together() -> None:
    cipher = ColumnCipher(HERE, {7: KEY}, 7)
    made = cipher.encrypt([(ROW, b"same")] * 1000)
    assert len({value[6:18] for value in made if value}) == 1000
    # Lengths are part of what is authenticated: (1, 23) is not (12, 3).
    assert HERE.associated_data(b"ab", b"c") != HERE.associated_data(b"a", b"bc")


@pytest.mark.parametrize("value", [b"", b"x", "😀\U0010ffff".encode(), b"y" * (1 << 20)])
def test_any_value_comes_back(value: bytes) -> None:
    assert ColumnCipher(HERE, {7: KEY}).decrypt(ROW, sealed(value)) == value


def test_columns_and_purposes_have_keys_of_their_own() -> None:
    made = {
        Binding(table, column).subkey(KEY, purpose)
        for table in (1, 2)
        for column in (1, 2)
        for purpose in (b"encrypt", b"index")
    }
    assert len(made) == 8
