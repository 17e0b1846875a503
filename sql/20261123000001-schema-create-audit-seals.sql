-- Seals of the audit log: they reveal entries that were changed, deleted or inserted afterwards.
--
-- Triggers refuse such changes, but a role that may drop the triggers gets past them. wcdb audit
-- seal therefore records the log batch by batch: a keyed hash (MAC) of every entry, and one over
-- the whole batch and the previous seal. The key is never in the database. A seal covers only
-- transactions that have ended, so no writer waits and no late commit is missed. wcdb audit verify
-- compares the log with its seals.
--
-- Tables:   phi.audit_seals, phi.audit_archives
-- HIPAA:    45 CFR 164.312(c)(1), integrity; no PHI: only ids, times and keyed hashes
-- Locks:    none on existing tables
-- Rollback: drops the seals; nobody can then prove that the log was unchanged up to that time
--
-- depends: 20261122000013-views-sequelize-integrations

-- ----------------------------------------------------------------------------
-- phi.audit_seals
-- ----------------------------------------------------------------------------
-- The log is ordered by (timeline, transaction_id, created_at, id). Each seal starts where the
-- previous one ended. A transaction with more entries than fit into one seal continues in the next,
-- because a bytea value cannot exceed 1 GB.

CREATE TABLE phi.audit_seals (
    seal              bigint      NOT NULL,
    timeline          integer     NOT NULL,
    first_transaction xid8        NOT NULL,
    end_transaction   xid8        NOT NULL,
    row_version       integer     NOT NULL,
    row_count         integer     NOT NULL,
    entries           bytea       NOT NULL,
    previous_mac      bytea       NOT NULL,
    mac               bytea       NOT NULL,
    key_id            text        NOT NULL,
    sealed_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    sealed_by         name        NOT NULL DEFAULT session_user,

    CONSTRAINT audit_seals_pkey
        PRIMARY KEY (seal),
    CONSTRAINT audit_seals_counted_from_one_check
        CHECK (seal > 0),
    CONSTRAINT audit_seals_ends_after_start_check
        CHECK (end_transaction >= first_transaction),
    CONSTRAINT audit_seals_one_entry_for_each_row_check
        CHECK (row_count > 0 AND length(entries) = row_count * 48),
    CONSTRAINT audit_seals_macs_are_whole_check
        CHECK (length(mac) = 32 AND length(previous_mac) = 32)
);

-- Hashes do not compress, so PostgreSQL should not try it on every insert.
ALTER TABLE phi.audit_seals ALTER COLUMN entries SET STORAGE EXTERNAL;

COMMENT ON TABLE phi.audit_seals IS
    'State of the audit log when it was sealed: one row for each batch, chained. Append-only.';
COMMENT ON COLUMN phi.audit_seals.seal IS 'Number of the seal, from 1 without a gap.';
COMMENT ON COLUMN phi.audit_seals.timeline IS
    'Timeline of the sealed entries: it rises when the log goes on in a restored copy.';
COMMENT ON COLUMN phi.audit_seals.first_transaction IS
    'First transaction covered: the end_transaction of the previous seal of the timeline, or 0.';
COMMENT ON COLUMN phi.audit_seals.end_transaction IS
    'All transactions of the timeline below this one are sealed; of this one, only those entries '
    'that column entries lists.';
COMMENT ON COLUMN phi.audit_seals.row_version IS
    'Version of the list of audit_logs columns that the hashes cover. wcdb keeps the lists; new '
    'columns get a new version.';
COMMENT ON COLUMN phi.audit_seals.row_count IS 'Number of entries sealed.';
COMMENT ON COLUMN phi.audit_seals.entries IS
    '48 bytes for each entry, in the order of the log: transaction_id (8), created_at (8, '
    'microseconds since 2000), id (16) and the first 16 bytes of the keyed hash of the whole row.';
COMMENT ON COLUMN phi.audit_seals.previous_mac IS
    'Column mac of the previous seal; 32 zero bytes in the first seal.';
COMMENT ON COLUMN phi.audit_seals.mac IS
    'HMAC-SHA-256 over all other columns: nobody can change or forge a seal without the key.';
COMMENT ON COLUMN phi.audit_seals.key_id IS
    'Check value of the sealing key; it identifies the key without revealing it.';
COMMENT ON COLUMN phi.audit_seals.sealed_at IS 'Time when the seal was made.';
COMMENT ON COLUMN phi.audit_seals.sealed_by IS 'Database login that made the seal.';

CREATE TRIGGER audit_seals_050_append_only
BEFORE UPDATE OR DELETE ON phi.audit_seals
FOR EACH ROW EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE phi.audit_seals ENABLE ALWAYS TRIGGER audit_seals_050_append_only;

CREATE TRIGGER audit_seals_050_no_truncate
BEFORE TRUNCATE ON phi.audit_seals
FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE phi.audit_seals ENABLE ALWAYS TRIGGER audit_seals_050_no_truncate;

SELECT phi.record_hand_written('phi.audit_seals');

-- ----------------------------------------------------------------------------
-- phi.audit_archives
-- ----------------------------------------------------------------------------
-- All entries of these months may be missing from the log. Each record has a keyed hash as well.
-- Otherwise somebody could delete a month and then declare it archived.

CREATE TABLE phi.audit_archives (
    month            date        NOT NULL,
    row_count        bigint      NOT NULL,
    first_created_at timestamptz NOT NULL,
    last_created_at  timestamptz NOT NULL,
    file_sha256      bytea       NOT NULL,
    mac              bytea       NOT NULL,
    key_id           text        NOT NULL,
    archived_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    archived_by      name        NOT NULL DEFAULT session_user,

    CONSTRAINT audit_archives_pkey
        PRIMARY KEY (month),
    CONSTRAINT audit_archives_month_begins_on_the_first_check
        CHECK (extract(DAY FROM month) = 1),
    CONSTRAINT audit_archives_ends_after_start_check
        CHECK (row_count > 0 AND last_created_at >= first_created_at),
    CONSTRAINT audit_archives_hashes_are_whole_check
        CHECK (length(file_sha256) = 32 AND length(mac) = 32)
);

COMMENT ON TABLE phi.audit_archives IS
    'Months of the audit log that were written to a file and detached. Append-only.';
COMMENT ON COLUMN phi.audit_archives.month IS 'First day of the month in UTC.';
COMMENT ON COLUMN phi.audit_archives.row_count IS 'Number of entries in the file.';
COMMENT ON COLUMN phi.audit_archives.first_created_at IS 'Time of the oldest entry in the file.';
COMMENT ON COLUMN phi.audit_archives.last_created_at IS 'Time of the newest entry in the file.';
COMMENT ON COLUMN phi.audit_archives.file_sha256 IS 'SHA-256 of the file, to identify it later.';
COMMENT ON COLUMN phi.audit_archives.mac IS
    'HMAC-SHA-256 over all other columns: nobody can declare a month archived without the key.';
COMMENT ON COLUMN phi.audit_archives.key_id IS
    'Check value of the sealing key, as in phi.audit_seals.';
COMMENT ON COLUMN phi.audit_archives.archived_at IS 'Time when the month was archived.';
COMMENT ON COLUMN phi.audit_archives.archived_by IS 'Database login that archived the month.';

CREATE TRIGGER audit_archives_050_append_only
BEFORE UPDATE OR DELETE ON phi.audit_archives
FOR EACH ROW EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE phi.audit_archives ENABLE ALWAYS TRIGGER audit_archives_050_append_only;

CREATE TRIGGER audit_archives_050_no_truncate
BEFORE TRUNCATE ON phi.audit_archives
FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE phi.audit_archives ENABLE ALWAYS TRIGGER audit_archives_050_no_truncate;

SELECT phi.record_hand_written('phi.audit_archives');

-- ----------------------------------------------------------------------------
-- Grants
-- ----------------------------------------------------------------------------
-- A role that seals needs no right to change the log. Without the key, a seal that it forges fails
-- wcdb audit verify.

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason) VALUES
('TABLE', 'phi.audit_seals', 'whitecross_auditor', 'INSERT, SELECT', 'Seals and verifies'),
('TABLE', 'phi.audit_archives', 'whitecross_auditor', 'SELECT', 'Verifies archived months');

SELECT phi.protect_grants();
