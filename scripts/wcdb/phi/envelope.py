"""How a value is encrypted: envelope version 1, blind index, key wrap. No database in here.

docs/encryption.md describes the format for programs in other languages, with test vectors. Built
on AES-256-GCM (NIST SP 800-38D), HKDF (RFC 5869), HMAC (RFC 2104) and AES key wrap (RFC 3394).
"""

import hmac
import os
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)

KEY_LENGTH = 32
VERSION = 1
AES_256_GCM = 1
HEADER = struct.Struct(">BBI")
NONCE = struct.Struct("12s")
TAG_LENGTH = 16
NONCE_AT = HEADER.size
BODY = NONCE_AT + NONCE.size
OVERHEAD = BODY + TAG_LENGTH


class Fault(StrEnum):
    """Why a value is refused: phi.encryption_fault."""

    MALFORMED = "MALFORMED"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    RETIRED_KEY = "RETIRED_KEY"
    NOT_AUTHENTIC = "NOT_AUTHENTIC"
    DIFFERENT = "DIFFERENT"
    BLIND_INDEX = "BLIND_INDEX"


class Refused(Exception):
    """A value that is not guessed at; holds the fault and nothing of the value."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault."""
        super().__init__(fault.value)
        self.fault = fault


class WrongKey(Exception):
    """The key-encryption key is not the one that wrapped this key."""


@dataclass(frozen=True)
class Binding:
    """Where a value belongs, for good: the ids of phi.encrypted_columns."""

    table_id: int
    column_id: int

    def subkey(self, data_key: bytes, purpose: bytes) -> bytes:
        """Return the key of 32 bytes for this column and purpose (b"encrypt" or b"index")."""
        info = b"white-cross phi 1 " + purpose + struct.pack(">II", self.table_id, self.column_id)
        return HKDF(SHA256(), KEY_LENGTH, None, info).derive(data_key)

    def associated_data(self, header: bytes, row_key: bytes) -> bytes:
        """Return what the tag covers beside the value: each part after its length."""
        parts = (
            header,
            struct.pack(">I", self.table_id),
            struct.pack(">I", self.column_id),
            row_key,
        )
        return b"".join(struct.pack(">I", len(part)) + part for part in parts)


class ColumnCipher:
    """Encrypts and decrypts the values of one column, under any of the keys it is given.

    keys: the usable data keys by id; a retired one is None. active: the one for new values.
    """

    def __init__(
        self, binding: Binding, keys: Mapping[int, bytes | None], active: int | None = None
    ) -> None:
        """Derive the column's own keys, which costs more than to encrypt a value."""
        # By the first bytes of an envelope; everything of the associated data but the row's own key
        # is the same in every row.
        self._by_header: dict[bytes, tuple[AESGCM, bytes] | None] = {}
        for key_id, key in keys.items():
            header = HEADER.pack(VERSION, AES_256_GCM, key_id)
            self._by_header[header] = None
            if key is not None:
                self._by_header[header] = (
                    AESGCM(binding.subkey(key, b"encrypt")),
                    binding.associated_data(header, b"")[:-4],
                )
        self._active = HEADER.pack(VERSION, AES_256_GCM, active or 0)

    def encrypt(self, rows: Iterable[tuple[bytes, bytes | None]]) -> list[bytes | None]:
        """Return the envelopes of (key of the row, value) pairs; None stays None."""
        pairs = list(rows)
        header, active = self._active, self._by_header.get(self._active)
        assert active is not None, "no active key"
        encrypt, prefix = active[0].encrypt, active[1]
        # One call for a whole batch: the system's random numbers cost most by the call.
        nonces = NONCE.iter_unpack(os.urandom(NONCE.size * len(pairs)))
        return [
            None
            if value is None
            else b"".join(
                (header, nonce, encrypt(nonce, value, prefix + len(row_key).to_bytes(4) + row_key))
            )
            for (row_key, value), (nonce,) in zip(pairs, nonces, strict=True)
        ]

    def decrypt(self, row_key: bytes, envelope: bytes) -> bytes:
        """Return the value.

        Raises:
            Refused: it is no envelope, its key is not to be used, or it was changed or moved.
        """
        found = self._by_header.get(envelope[:NONCE_AT])
        if found is None or len(envelope) < OVERHEAD:
            raise Refused(self._fault(envelope))
        cipher, prefix = found
        associated = prefix + len(row_key).to_bytes(4) + row_key
        try:
            return cipher.decrypt(envelope[NONCE_AT:BODY], envelope[BODY:], associated)
        except InvalidTag:
            raise Refused(Fault.NOT_AUTHENTIC) from None

    def _fault(self, envelope: bytes) -> Fault:
        """Return why an envelope cannot even be tried."""
        if len(envelope) < OVERHEAD or envelope[:2] != self._active[:2]:
            return Fault.MALFORMED
        retired = envelope[: HEADER.size] in self._by_header
        return Fault.RETIRED_KEY if retired else Fault.UNKNOWN_KEY


class BlindIndex:
    """Makes the 32 bytes by which equal values of one column are found without being read."""

    def __init__(self, binding: Binding, index_key: bytes, rule: str) -> None:
        """Derive the column's own key; rule is one of phi.blind_index_rule."""
        self._keyed = HMAC(binding.subkey(index_key, b"index"), SHA256())
        self._normalise = _RULES[rule]

    def __call__(self, value: bytes) -> bytes:
        """Return HMAC-SHA-256 of what the column's rule makes of the value."""
        # A copy of the keyed state costs a third of a new one.
        code = self._keyed.copy()
        code.update(self._normalise(value))
        return code.finalize()


_NOT_DIGITS = bytes(set(range(256)) - set(b"0123456789"))
_RULES: dict[str, Callable[[bytes], bytes]] = {
    "EXACT": lambda value: value,
    "DIGITS": lambda value: value.translate(None, _NOT_DIGITS),
    "LOWER": lambda value: value.decode().strip().lower().encode(),
}


def key_id_of(envelope: bytes) -> int | None:
    """Return the id of the key a value is encrypted with; None if it is no envelope."""
    return HEADER.unpack_from(envelope)[2] if len(envelope) >= OVERHEAD else None


def check_value(key_encryption_key: bytes) -> str:
    """Return 16 hexadecimal digits that tell a key-encryption key and do not reveal it."""
    return hmac.digest(key_encryption_key, b"white-cross kek 1", "sha256")[:8].hex()


def wrap(key_encryption_key: bytes, data_key: bytes) -> bytes:
    """Return a data key as it may be stored: 40 bytes."""
    return aes_key_wrap(key_encryption_key, data_key)


def unwrap(key_encryption_key: bytes, wrapped_key: bytes) -> bytes:
    """Return a data key.

    Raises:
        WrongKey: it was wrapped by another key, or was changed.
    """
    try:
        return aes_key_unwrap(key_encryption_key, wrapped_key)
    except InvalidUnwrap:
        raise WrongKey from None
