"""The four operations on a table: what each reads of a row, makes of it, writes and says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from psycopg import sql

from wcdb.database import CannotRun, Connection
from wcdb.phi.envelope import Fault, Refused
from wcdb.phi.keys import DataKeys
from wcdb.phi.operation import Ciphers, Finding, Operation, Outcome, Row, Values, Writing, any_of
from wcdb.phi.registry import Column, Table

EXISTS = sql.SQL("SELECT EXISTS (SELECT FROM {table} WHERE {condition})")

LOGS_PARAMETERS = """
    SELECT current_setting('log_parameter_max_length')::integer <> 0
    AND    (
               current_setting('log_statement') IN ('mod', 'all')
               OR current_setting('log_min_duration_statement') <> '-1'
               OR current_setting('log_min_duration_sample') <> '-1'
               OR current_setting('log_transaction_sample_rate')::real > 0
           )
"""


def _sent(name: str) -> sql.Composable:
    """Return the array that is sent for a column of the table, in SQL."""
    return sql.SQL("v.{}").format(sql.Identifier(name))


@dataclass(frozen=True)
class Encrypting(Writing):
    """An operation that writes ciphertext under the active data key."""

    active: int

    @property
    def key_id(self) -> int:
        """Return the id of the active data key."""
        return self.active

    def assignments(self, column: Column) -> dict[str, sql.Composable]:
        """Keep what is there where nothing is sent."""
        return {
            name: sql.SQL("coalesce({}, t.{})").format(_sent(name), sql.Identifier(name))
            for name in self.arrays(column)
        }


@dataclass(frozen=True)
class Encrypt(Encrypting):
    """Write the ciphertext and the blind index of each plaintext that has none."""

    name = "ENCRYPT"
    done_says = "encrypted"
    left_says = "changed meanwhile and are left: run it again"

    @classmethod
    def of(cls, table: Table, keys: DataKeys) -> Self:
        """Return the operation on the columns whose plaintext is still there."""
        return cls(table.with_plaintext, keys.active)

    def pending_in(self, column: Column) -> sql.Composable:
        """Return the condition that there is a plaintext and no ciphertext."""
        return column.is_unencrypted

    def reads(self, column: Column) -> dict[str, sql.Composable]:
        """Read the plaintext, if there is no ciphertext."""
        value = sql.SQL("CASE WHEN {} IS NULL THEN {}::text END")
        return {"plaintext": value.format(column.ciphertext, column.plaintext)}

    def arrays(self, column: Column) -> dict[str, str]:
        """Send ciphertexts and blind indexes."""
        arrays = {column.ciphertext_column: "bytea"}
        if column.blind_index_column:
            arrays[column.blind_index_column] = "bytea"
        return arrays

    def transform(
        self, ciphers: Ciphers, keys: Sequence[bytes], values: Values, findings: list[Finding]
    ) -> list[list[Any]]:
        """Encrypt; nothing is refused."""
        plaintext = [None if value is None else value.encode() for value in values.plaintext]
        arrays: list[list[Any]] = [ciphers.cipher.encrypt(zip(keys, plaintext, strict=True))]
        blind_index = ciphers.blind_index
        if blind_index is not None:
            arrays.append([None if value is None else blind_index(value) for value in plaintext])
        return arrays


@dataclass(frozen=True)
class Rotate(Encrypting):
    """Encrypt under the active data key whatever is encrypted under another one."""

    name = "ROTATE"
    done_says = "encrypted again"
    left_says = "left under another key"

    @classmethod
    def of(cls, table: Table, keys: DataKeys) -> Self:
        """Return the operation on every column."""
        return cls(table, keys.active)

    def pending_in(self, column: Column) -> sql.Composable:
        """Return the condition that a ciphertext names another key."""
        return sql.SQL("(substr({}, 3, 4) <> {})").format(
            column.ciphertext, sql.Literal(self.active.to_bytes(4))
        )

    def reads(self, column: Column) -> dict[str, sql.Composable]:
        """Read the ciphertext, if it names another key."""
        value = sql.SQL("CASE WHEN {} THEN {} END")
        return {"ciphertext": value.format(self.pending_in(column), column.ciphertext)}

    def arrays(self, column: Column) -> dict[str, str]:
        """Send ciphertexts."""
        return {column.ciphertext_column: "bytea"}

    def transform(
        self, ciphers: Ciphers, keys: Sequence[bytes], values: Values, findings: list[Finding]
    ) -> list[list[Any]]:
        """Decrypt and encrypt again."""
        decrypt = ciphers.cipher.decrypt
        plaintext: list[bytes | None] = []
        for key, ciphertext in zip(keys, values.ciphertext, strict=True):
            value = None
            if ciphertext is not None:
                try:
                    value = decrypt(key, ciphertext)
                except Refused as refused:
                    findings.append(ciphers.finding(key, refused))
            plaintext.append(value)
        return [ciphers.cipher.encrypt(zip(keys, plaintext, strict=True))]


@dataclass(frozen=True)
class Decrypt(Writing):
    """Put each value into its plaintext column again, and clear ciphertext and blind index."""

    name = "DECRYPT"
    done_says = "decrypted"
    left_says = "left encrypted"

    @classmethod
    def of(cls, table: Table, keys: DataKeys) -> Self:
        """Return the operation on every column.

        Raises:
            CannotRun: a plaintext column is gone.
        """
        for column in table.columns:
            if not column.has_plaintext:
                raise CannotRun(
                    f"{table.name}.{column.column_name} has no plaintext column to go back to:"
                    " roll its contract step back first (yoyo rollback)."
                )
        return cls(table)

    def check_server(self, connection: Connection) -> None:
        """Pass unless values would be sent to a server that writes parameters to its log.

        Raises:
            CannotRun: a plaintext column is to be filled, and log_min_duration_statement, say, is
                on.
        """
        sends_values = any_of(
            sql.SQL("({} IS NULL AND {} IS NOT NULL)").format(column.plaintext, column.ciphertext)
            for column in self.table.columns
        )
        sends = connection.execute(EXISTS.format(table=self.table.sql, condition=sends_values))
        if sends.fetchone() == (True,) and connection.execute(LOGS_PARAMETERS).fetchone() == (
            True,
        ):
            raise CannotRun(
                "this server writes the parameters of statements to its log, and decrypt would send"
                " values: have a superuser ALTER ROLE this login SET log_parameter_max_length = 0."
            )

    def pending_in(self, column: Column) -> sql.Composable:
        """Return the condition that there is a ciphertext."""
        return column.is_encrypted

    def reads(self, column: Column) -> dict[str, sql.Composable]:
        """Read plaintext and ciphertext."""
        return {
            "plaintext": sql.SQL("{}::text").format(column.plaintext),
            "ciphertext": column.ciphertext,
        }

    def arrays(self, column: Column) -> dict[str, str]:
        """Send plaintexts, and whether the ciphertext is to be cleared."""
        return {column.column_name: "text", column.ciphertext_column: "boolean"}

    def assignments(self, column: Column) -> dict[str, sql.Composable]:
        """Keep a plaintext that is there, and a ciphertext that was refused."""
        cleared = sql.SQL("CASE WHEN {} THEN NULL ELSE {} END")
        clear = _sent(column.ciphertext_column)
        assignments: dict[str, sql.Composable] = {
            column.column_name: sql.SQL("coalesce({}, {}::{})").format(
                column.plaintext, _sent(column.column_name), sql.SQL(column.value_type)
            ),
            column.ciphertext_column: cleared.format(clear, column.ciphertext),
        }
        if column.blind_index_column:
            assignments[column.blind_index_column] = cleared.format(clear, column.blind_index)
        return assignments

    def transform(
        self, ciphers: Ciphers, keys: Sequence[bytes], values: Values, findings: list[Finding]
    ) -> list[list[Any]]:
        """Decrypt, and compare with the plaintext where there is one."""
        decrypt = ciphers.cipher.decrypt
        restored: list[str | None] = []
        clear: list[bool | None] = []
        for key, plaintext, ciphertext in zip(
            keys, values.plaintext, values.ciphertext, strict=True
        ):
            value: str | None = None
            is_right: bool | None = None
            if ciphertext is not None:
                try:
                    value = decrypt(key, ciphertext).decode()
                    if plaintext is not None and plaintext != value:
                        raise Refused(Fault.DIFFERENT)
                    is_right = True
                except Refused as refused:
                    findings.append(ciphers.finding(key, refused))
            # What is still there in clear is not sent again.
            restored.append(value if is_right and plaintext is None else None)
            clear.append(is_right)
        return [restored, clear]


@dataclass(frozen=True)
class Verify(Operation):
    """Compare each ciphertext with its plaintext and its blind index; no row is written."""

    name = "VERIFY"
    done_says = "verified"
    left_says = "not encrypted: run wcdb phi encrypt"
    writes = False

    @classmethod
    def of(cls, table: Table, keys: DataKeys) -> Self:
        """Return the operation on every column."""
        return cls(table)

    def pending_in(self, column: Column) -> sql.Composable:
        """Return the condition that there is a ciphertext."""
        return column.is_encrypted

    @property
    def left(self) -> sql.Composable:
        """Return the condition that a value is not encrypted."""
        return any_of(column.is_unencrypted for column in self.table.with_plaintext.columns)

    def reads(self, column: Column) -> dict[str, sql.Composable]:
        """Read all there is."""
        return {
            "plaintext": sql.SQL("{}::text").format(column.plaintext),
            "ciphertext": column.ciphertext,
            "blind_index": column.blind_index,
        }

    def process(self, rows: Sequence[Row], ciphers: Sequence[Ciphers]) -> Outcome:
        """Return how many rows are right, and what was refused."""
        read = self._by_columns(rows)
        keys = [key.encode() for key in read.keys]
        findings: list[Finding] = []
        for column, values in zip(ciphers, read.columns, strict=True):
            decrypt, blind_index = column.cipher.decrypt, column.blind_index
            for key, plaintext, ciphertext, index in zip(keys, *values, strict=True):
                if ciphertext is None:
                    continue
                try:
                    value = decrypt(key, ciphertext)
                    if plaintext is not None and plaintext.encode() != value:
                        raise Refused(Fault.DIFFERENT)
                    if blind_index is not None and blind_index(value) != index:
                        raise Refused(Fault.BLIND_INDEX)
                except Refused as refused:
                    findings.append(column.finding(key, refused))
        wrong = {finding.row_key for finding in findings}
        return Outcome(done=len(rows) - len(wrong), findings=findings)
