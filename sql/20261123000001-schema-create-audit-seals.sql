-- Seals of the audit log, by which a changed, deleted or inserted entry is found.
--
-- Triggers that refuse a change stop everyone but those who can drop them. So wcdb audit seal
-- writes down, batch by batch, what the log holds: a keyed hash of every entry and one over the
-- whole batch and the seal before it. The key is never in the database. Only transactions are
-- sealed that have ended, whatever the order in which they committed, so that no writer waits and
-- no late commit is missed. wcdb audit verify compares.
--
-- Tables:   phi.audit_seals, phi.audit_archives
-- HIPAA:    45 CFR 164.312(c)(1), integrity; no PHI: ids, times and hashes that need the key
-- Locks:    none on existing tables
-- Rollback: drops the seals: what happened to the log until then can no longer be proved
--
-- depends: 20261122000013-views-sequelize-integrations

-- ----------------------------------------------------------------------------
-- phi.audit_seals
-- ----------------------------------------------------------------------------
-- The order of the log is that of (timeline, transaction_id, created_at, id); each seal goes on
-- where the one before it ended. A transaction with more entries than fit in a seal goes on in the
-- next one, since a value of bytea cannot grow above 1 GB.

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

-- Hashes do not compress: nobody should try on every insert.
ALTER TABLE phi.audit_seals ALTER COLUMN entries SET STORAGE EXTERNAL;

COMMENT ON TABLE phi.audit_seals IS
    'What the audit log held when it was sealed: one row for each batch, chained. Append-only.';
COMMENT ON COLUMN phi.audit_seals.seal IS 'Counts from 1 without a gap.';
COMMENT ON COLUMN phi.audit_seals.timeline IS 'Timeline of the entries sealed.';
COMMENT ON COLUMN phi.audit_seals.first_transaction IS
    'First transaction it covers: where the seal before it in the timeline ended, or 0.';
COMMENT ON COLUMN phi.audit_seals.end_transaction IS
    'Every transaction of the timeline below this one is sealed; of this one, what entries says.';
COMMENT ON COLUMN phi.audit_seals.row_version IS
    'Which columns of audit_logs the hashes cover, by a list in wcdb; grows with new columns.';
COMMENT ON COLUMN phi.audit_seals.row_count IS 'Number of entries.';
COMMENT ON COLUMN phi.audit_seals.entries IS
    'In the order of the log, 48 bytes for each: transaction_id 8, created_at 8 (microseconds '
    'since 2000), id 16, and the first 16 bytes of the keyed hash of the whole row.';
COMMENT ON COLUMN phi.audit_seals.previous_mac IS
    'Column mac of the seal before it; 32 zero bytes in the first.';
COMMENT ON COLUMN phi.audit_seals.mac IS
    'HMAC-SHA-256 over all other columns: no seal can be changed, or made, without the key.';
COMMENT ON COLUMN phi.audit_seals.key_id IS
    'Tells which key made it, as a check value that does not reveal the key.';
COMMENT ON COLUMN phi.audit_seals.sealed_at IS 'When it was sealed.';
COMMENT ON COLUMN phi.audit_seals.sealed_by IS 'Login that sealed it.';

CREATE TRIGGER audit_seals_050_append_only
BEFORE UPDATE OR DELETE ON phi.audit_seals
FOR EACH ROW EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE phi.audit_seals ENABLE ALWAYS TRIGGER audit_seals_050_append_only;

CREATE TRIGGER audit_seals_050_no_truncate
BEFORE TRUNCATE ON phi.audit_seals
FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE phi.audit_seals ENABLE ALWAYS TRIGGER audit_seals_050_no_truncate;

-- ----------------------------------------------------------------------------
-- phi.audit_archives
-- ----------------------------------------------------------------------------
-- Entries of these months may be missing, all of them. Each record carries a keyed hash too, or
-- a month could be deleted and then declared archived.

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
COMMENT ON COLUMN phi.audit_archives.month IS 'First day of the month, which is one of UTC.';
COMMENT ON COLUMN phi.audit_archives.row_count IS 'Number of entries in the file.';
COMMENT ON COLUMN phi.audit_archives.first_created_at IS 'Oldest entry in the file.';
COMMENT ON COLUMN phi.audit_archives.last_created_at IS 'Youngest entry in the file.';
COMMENT ON COLUMN phi.audit_archives.file_sha256 IS 'SHA-256 of the file, to know it again by.';
COMMENT ON COLUMN phi.audit_archives.mac IS
    'HMAC-SHA-256 over all other columns: no month can be declared archived without the key.';
COMMENT ON COLUMN phi.audit_archives.key_id IS 'Tells which key made it, as in phi.audit_seals.';
COMMENT ON COLUMN phi.audit_archives.archived_at IS 'When it was archived.';
COMMENT ON COLUMN phi.audit_archives.archived_by IS 'Login that archived it.';

CREATE TRIGGER audit_archives_050_append_only
BEFORE UPDATE OR DELETE ON phi.audit_archives
FOR EACH ROW EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE phi.audit_archives ENABLE ALWAYS TRIGGER audit_archives_050_append_only;

CREATE TRIGGER audit_archives_050_no_truncate
BEFORE TRUNCATE ON phi.audit_archives
FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE phi.audit_archives ENABLE ALWAYS TRIGGER audit_archives_050_no_truncate;

-- ----------------------------------------------------------------------------
-- Grants
-- ----------------------------------------------------------------------------
-- Who seals needs no right to change the log. A forged seal is of no use without the key.

GRANT SELECT, INSERT ON phi.audit_seals TO whitecross_auditor;
GRANT SELECT ON phi.audit_archives TO whitecross_auditor;
