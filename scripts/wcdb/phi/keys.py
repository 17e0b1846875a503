"""The data keys (phi.data_keys): wrapped in the database, in clear only in memory."""

import os
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from psycopg import sql
from psycopg.rows import class_row

from wcdb.database import CannotRun, Connection
from wcdb.phi import envelope
from wcdb.phi.registry import Column, Table
from wcdb.phi.session import DURABLE

READ_KEYS = """
    SELECT   key_id,
             purpose::text AS purpose,
             state::text   AS state,
             wrapped_key,
             kek_id,
             created_at,
             retired_at
    FROM     phi.data_keys
    ORDER BY key_id
"""

# A retired key too, while its key-encryption key is still at hand: backups may need it.
LOCK_KEYS = """
    SELECT   key_id,
             wrapped_key
    FROM     phi.data_keys
    WHERE    kek_id = %s
    ORDER BY key_id
    FOR      UPDATE
"""

REPLACE_ACTIVE = """
    UPDATE phi.data_keys
    SET    state = 'DECRYPT_ONLY'
    WHERE  purpose = %s
    AND    state = 'ACTIVE'
"""

INSERT_KEY = """
    INSERT INTO phi.data_keys (purpose, state, wrapped_key, kek_id)
    VALUES (%s, 'ACTIVE', %s, %s)
    RETURNING key_id
"""

REWRAP_KEY = """
    UPDATE phi.data_keys
    SET    wrapped_key = %s,
           kek_id = %s
    WHERE  key_id = %s
"""

RETIRE_KEY = """
    UPDATE phi.data_keys
    SET    state = 'RETIRED',
           retired_at = now()
    WHERE  key_id = %s
    AND    state <> 'RETIRED'
"""

LOG = "SELECT phi.key_log(%s, %s)"


class Purpose(StrEnum):
    """Purpose of a data key: phi.key_purpose."""

    ENCRYPT = "ENCRYPT"
    INDEX = "INDEX"


class KeyState(StrEnum):
    """State of a data key: phi.key_state."""

    ACTIVE = "ACTIVE"
    DECRYPT_ONLY = "DECRYPT_ONLY"
    RETIRED = "RETIRED"


@dataclass(frozen=True)
class DataKey:
    """A row of phi.data_keys."""

    key_id: int
    purpose: str
    state: str
    wrapped_key: bytes = field(repr=False)
    kek_id: str
    created_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True)
class DataKeys:
    """The data keys in clear, 32 bytes each; a retired one is None."""

    encrypt: dict[int, bytes | None] = field(repr=False)
    active: int
    index: bytes = field(repr=False)

    @property
    def has_older(self) -> bool:
        """Say whether values may be encrypted under another key than the active one."""
        return any(key is not None for key_id, key in self.encrypt.items() if key_id != self.active)


def read_keys(connection: Connection) -> list[DataKey]:
    """Return the data keys as they are stored, in the order of their ids."""
    with connection.cursor(row_factory=class_row(DataKey)) as cursor:
        return cursor.execute(READ_KEYS).fetchall()


def load_keys(connection: Connection, key_encryption_key: bytes) -> DataKeys:
    """Return the data keys, unwrapped.

    Raises:
        CannotRun: there is none, or another key-encryption key wrapped them.
    """
    encrypt: dict[int, bytes | None] = {}
    active: int | None = None
    index: bytes | None = None
    for stored in read_keys(connection):
        key = None
        if stored.state != KeyState.RETIRED:
            key = _unwrap(stored, key_encryption_key)
        is_active = stored.state == KeyState.ACTIVE
        if stored.purpose == Purpose.ENCRYPT:
            encrypt[stored.key_id] = key
            active = stored.key_id if is_active else active
        elif is_active:
            index = key
    if active is None or index is None:
        raise CannotRun("there is no active data key yet: run wcdb phi keys create first.")
    return DataKeys(encrypt, active, index)


def _unwrap(stored: DataKey, key_encryption_key: bytes) -> bytes:
    try:
        return envelope.unwrap(key_encryption_key, stored.wrapped_key)
    except envelope.WrongKey:
        given = envelope.check_value(key_encryption_key)
        raise CannotRun(
            f"data key {stored.key_id} was wrapped by the key-encryption key {stored.kek_id}, and"
            f" the one given is {given}: give that one."
        ) from None


def create_first_keys(connection: Connection, key_encryption_key: bytes) -> dict[Purpose, int]:
    """Make an active data key of each purpose that has none; return their ids.

    Raises:
        CannotRun: every purpose has an active data key.
    """
    with connection.transaction():
        active = {key.purpose for key in read_keys(connection) if key.state == KeyState.ACTIVE}
        missing = [purpose for purpose in Purpose if purpose not in active]
        if not missing:
            raise CannotRun(
                "there are active data keys already; wcdb phi rotate --new-data-key makes a new one"
                " and encrypts everything again."
            )
        return {purpose: create_key(connection, purpose, key_encryption_key) for purpose in missing}


def create_key(connection: Connection, purpose: Purpose, key_encryption_key: bytes) -> int:
    """Make the active data key of a purpose and return its id; the one before still decrypts."""
    wrapped = envelope.wrap(key_encryption_key, os.urandom(envelope.KEY_LENGTH))
    with connection.transaction():
        connection.execute(DURABLE)
        connection.execute(REPLACE_ACTIVE, [purpose.value])
        row = connection.execute(
            INSERT_KEY, [purpose.value, wrapped, envelope.check_value(key_encryption_key)]
        ).fetchone()
        assert row is not None
        key_id = int(row[0])
        connection.execute(LOG, [key_id, "created"])
    return key_id


def rewrap_keys(connection: Connection, old: bytes, new: bytes) -> int:
    """Wrap every data key by a new key-encryption key instead of the old; return how many.

    Raises:
        CannotRun: there is no data key, or the old key is not the one that wrapped them.
    """
    with connection.transaction():
        connection.execute(DURABLE)
        load_keys(connection, old)
        rows = connection.execute(LOCK_KEYS, [envelope.check_value(old)]).fetchall()
        for key_id, wrapped in rows:
            again = envelope.wrap(new, envelope.unwrap(old, wrapped))
            connection.execute(REWRAP_KEY, [again, envelope.check_value(new), key_id])
            connection.execute(LOG, [key_id, "wrapped anew"])
    return len(rows)


def find_key(connection: Connection, key_id: int) -> DataKey:
    """Return the data key of this id.

    Raises:
        CannotRun: there is none.
    """
    for key in read_keys(connection):
        if key.key_id == key_id:
            return key
    raise CannotRun(f"there is no data key {key_id}; wcdb phi keys list shows them.")


def retire_key(connection: Connection, key: DataKey) -> None:
    """Refuse a data key from now on; call it only when count_uses says 0 of every column."""
    with connection.transaction():
        connection.execute(DURABLE)
        connection.execute(RETIRE_KEY, [key.key_id])
        connection.execute(LOG, [key.key_id, "retired"])


def count_uses(connection: Connection, key: DataKey, table: Table, column: Column) -> int:
    """Return how many values of a column need a data key; reads the whole table."""
    uses = {
        Purpose.ENCRYPT: sql.SQL("substr({}, 3, 4) = {}").format(
            column.ciphertext, sql.Literal(key.key_id.to_bytes(4))
        ),
        Purpose.INDEX: sql.SQL("{} IS NOT NULL").format(column.blind_index),
    }
    row = connection.execute(
        sql.SQL("SELECT count(*) FROM {} WHERE {}").format(table.sql, uses[Purpose(key.purpose)])
    ).fetchone()
    assert row is not None
    return int(row[0])
