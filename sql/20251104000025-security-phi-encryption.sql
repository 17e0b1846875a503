-- Tables of the encryption tool, wcdb phi: encrypted columns, wrapped keys, jobs and findings.
--
-- wcdb phi or the application encrypts and decrypts outside the server, so the server never sees a
-- key in clear. A job works through one table in ranges of its primary key. Any number of workers
-- claim ranges; when a worker is killed, its range continues after the last committed batch.
-- docs/encryption.md describes the encryption, with test vectors. The grants to the tool are in
-- …-security-phi-trigger-and-gate.
--
-- Tables:   phi.encrypted_columns, phi.data_keys, phi.encryption_jobs, phi.encryption_ranges,
--           phi.encryption_findings
-- HIPAA:    45 CFR 164.312(a)(2)(iv), encryption of PHI at rest; no PHI: only names, counts, row
--           keys and wrapped data keys
-- Locks:    none on existing tables
-- Rollback: drops the wrapped keys; refused while a key is in use, because the values that it
--           encrypts could never be read again
--
-- depends: 20251104000025-security-phi-callers

-- ----------------------------------------------------------------------------
-- Types
-- ----------------------------------------------------------------------------

CREATE TYPE phi.blind_index_rule AS ENUM ('NONE', 'EXACT', 'DIGITS', 'LOWER');
COMMENT ON TYPE phi.blind_index_rule IS
    'Part of a value that enters its blind index. EXACT: all of it. DIGITS: its digits. LOWER: the '
    'text in lower case without surrounding blanks. NONE: the value has no blind index.';

CREATE TYPE phi.key_purpose AS ENUM ('ENCRYPT', 'INDEX');
COMMENT ON TYPE phi.key_purpose IS
    'Use of a data key. ENCRYPT: encrypts values. INDEX: computes blind indexes for searching.';

CREATE TYPE phi.key_state AS ENUM ('ACTIVE', 'DECRYPT_ONLY', 'RETIRED');
COMMENT ON TYPE phi.key_state IS
    'State of a data key. ACTIVE: for new values; one key of each purpose. DECRYPT_ONLY: for '
    'existing values, until none uses it. RETIRED: refused for every use.';

CREATE TYPE phi.encryption_operation AS ENUM ('ENCRYPT', 'VERIFY', 'DECRYPT', 'ROTATE');
COMMENT ON TYPE phi.encryption_operation IS
    'Operation of a job on the rows of a table. ROTATE: encrypts again under the active key.';

CREATE TYPE phi.encryption_state AS ENUM ('RUNNING', 'PAUSED', 'CANCELLED', 'DONE');
COMMENT ON TYPE phi.encryption_state IS
    'State of a job. Workers read it after every batch. A RUNNING job without a worker can be '
    'resumed.';

CREATE TYPE phi.encryption_fault AS ENUM (
    'MALFORMED', 'UNKNOWN_KEY', 'RETIRED_KEY', 'NOT_AUTHENTIC', 'DIFFERENT', 'BLIND_INDEX'
);
COMMENT ON TYPE phi.encryption_fault IS
    'Reason why a job refused a value. MALFORMED: not in the ciphertext format. UNKNOWN_KEY, '
    'RETIRED_KEY: its key cannot be used. NOT_AUTHENTIC: altered, or moved from another row or '
    'column. DIFFERENT: not equal to the plaintext in the same row. BLIND_INDEX: does not match '
    'the value.';

-- ----------------------------------------------------------------------------
-- phi.encrypted_columns
-- ----------------------------------------------------------------------------
-- table_id and column_id enter the authentication of every value. A table or column may be renamed,
-- but these numbers never change and are never used again.

CREATE TABLE phi.encrypted_columns (
    table_name         name                 NOT NULL,
    column_name        name                 NOT NULL,
    table_id           integer              NOT NULL,
    column_id          integer              NOT NULL,
    value_type         regtype              NOT NULL,
    ciphertext_column  name                 NOT NULL,
    blind_index_column name,
    blind_index_rule   phi.blind_index_rule NOT NULL DEFAULT 'NONE',

    CONSTRAINT encrypted_columns_pkey
        PRIMARY KEY (table_name, column_name),
    CONSTRAINT encrypted_columns_table_id_column_id_key
        UNIQUE (table_id, column_id),
    CONSTRAINT encrypted_columns_table_name_ciphertext_column_key
        UNIQUE (table_name, ciphertext_column),
    CONSTRAINT encrypted_columns_table_name_fkey
        FOREIGN KEY (table_name) REFERENCES phi.tables (table_name)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT encrypted_columns_ids_are_positive_check
        CHECK (table_id > 0 AND column_id > 0),
    CONSTRAINT encrypted_columns_blind_index_has_a_rule_check
        CHECK ((blind_index_column IS NULL) = (blind_index_rule = 'NONE'))
);

COMMENT ON TABLE phi.encrypted_columns IS
    'Columns that wcdb phi encrypts, with the column for the ciphertext of each.';
COMMENT ON COLUMN phi.encrypted_columns.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.encrypted_columns.column_name IS
    'Column with the plaintext. This row stays after a contract step has dropped the column.';
COMMENT ON COLUMN phi.encrypted_columns.table_id IS
    'Permanent number of the table; it stays the same if the table is renamed.';
COMMENT ON COLUMN phi.encrypted_columns.column_id IS
    'Permanent number of the column within the table.';
COMMENT ON COLUMN phi.encrypted_columns.value_type IS
    'Type of the plaintext. wcdb phi encrypts its text form in UTF-8, dates as ISO 8601.';
COMMENT ON COLUMN phi.encrypted_columns.ciphertext_column IS 'Column with the ciphertext, bytea.';
COMMENT ON COLUMN phi.encrypted_columns.blind_index_column IS
    'Column with the blind index, bytea of 32 bytes; NULL if nobody searches for the value.';
COMMENT ON COLUMN phi.encrypted_columns.blind_index_rule IS
    'Part of the value that enters the blind index.';

-- ----------------------------------------------------------------------------
-- phi.data_keys
-- ----------------------------------------------------------------------------
-- The database holds data keys only in wrapped form. To make every value under a data key
-- unreadable for good, destroy the key-encryption key that wraps it: docs/encryption.md.

CREATE TABLE phi.data_keys (
    key_id      integer         NOT NULL GENERATED ALWAYS AS IDENTITY,
    purpose     phi.key_purpose NOT NULL,
    state       phi.key_state   NOT NULL,
    wrapped_key bytea           NOT NULL,
    kek_id      text            NOT NULL,
    created_at  timestamptz     NOT NULL DEFAULT now(),
    created_by  name            NOT NULL DEFAULT session_user,
    retired_at  timestamptz,

    CONSTRAINT data_keys_pkey
        PRIMARY KEY (key_id),
    CONSTRAINT data_keys_wrapped_key_is_whole_check
        CHECK (length(wrapped_key) = 40),
    CONSTRAINT data_keys_kek_id_is_check_value_check
        CHECK (kek_id ~ '^[0-9a-f]{16}$'),
    CONSTRAINT data_keys_retired_at_when_retired_check
        CHECK ((state = 'RETIRED') = (retired_at IS NOT NULL))
);

COMMENT ON TABLE phi.data_keys IS
    'Data keys, each wrapped by the key-encryption key (KEK). The KEK is never in the database.';
COMMENT ON COLUMN phi.data_keys.key_id IS
    'Number of the key; every value that it encrypts carries the number.';
COMMENT ON COLUMN phi.data_keys.purpose IS
    'ENCRYPT for values, INDEX for the blind indexes that find them.';
COMMENT ON COLUMN phi.data_keys.state IS
    'ACTIVE encrypts and decrypts, DECRYPT_ONLY only decrypts, RETIRED does neither.';
COMMENT ON COLUMN phi.data_keys.wrapped_key IS
    'The 32-byte key under AES key wrap (RFC 3394). Unwrapping with a wrong KEK fails.';
COMMENT ON COLUMN phi.data_keys.kek_id IS
    'Check value of the KEK that wraps the key; it identifies the KEK without revealing it.';
COMMENT ON COLUMN phi.data_keys.created_at IS 'Time when the key was created.';
COMMENT ON COLUMN phi.data_keys.created_by IS 'Database login that created the key.';
COMMENT ON COLUMN phi.data_keys.retired_at IS
    'Time when the key was retired; NULL until then.';

CREATE UNIQUE INDEX data_keys_active_key ON phi.data_keys (purpose) WHERE state = 'ACTIVE';
COMMENT ON INDEX phi.data_keys_active_key IS 'At most one key of each purpose is ACTIVE.';

-- ----------------------------------------------------------------------------
-- phi.encryption_jobs
-- ----------------------------------------------------------------------------

CREATE TABLE phi.encryption_jobs (
    job_id       bigint                   NOT NULL GENERATED ALWAYS AS IDENTITY,
    table_name   name                     NOT NULL,
    column_names name[]                   NOT NULL,
    operation    phi.encryption_operation NOT NULL,
    key_id       integer,
    state        phi.encryption_state     NOT NULL DEFAULT 'RUNNING',
    created_at   timestamptz              NOT NULL DEFAULT now(),
    created_by   name                     NOT NULL DEFAULT session_user,
    finished_at  timestamptz,

    CONSTRAINT encryption_jobs_pkey
        PRIMARY KEY (job_id),
    CONSTRAINT encryption_jobs_key_id_fkey
        FOREIGN KEY (key_id) REFERENCES phi.data_keys (key_id)
        ON DELETE RESTRICT,
    CONSTRAINT encryption_jobs_has_columns_check
        CHECK (cardinality(column_names) > 0),
    CONSTRAINT encryption_jobs_writes_with_a_key_check
        CHECK ((operation IN ('ENCRYPT', 'ROTATE')) = (key_id IS NOT NULL)),
    CONSTRAINT encryption_jobs_finished_at_the_end_check
        CHECK ((state IN ('CANCELLED', 'DONE')) = (finished_at IS NOT NULL))
);

COMMENT ON TABLE phi.encryption_jobs IS
    'One pass over the rows of a table, by any number of workers on any number of hosts.';
COMMENT ON COLUMN phi.encryption_jobs.job_id IS 'Primary key.';
COMMENT ON COLUMN phi.encryption_jobs.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.encryption_jobs.column_names IS
    'Columns to process, by the names of their plaintext columns.';
COMMENT ON COLUMN phi.encryption_jobs.operation IS
    'Operation on each row: encrypt, verify, decrypt or rotate.';
COMMENT ON COLUMN phi.encryption_jobs.key_id IS
    'Data key that the job encrypts with; NULL if the job writes no ciphertext.';
COMMENT ON COLUMN phi.encryption_jobs.state IS
    'State that the workers obey: after each batch they continue, pause or stop.';
COMMENT ON COLUMN phi.encryption_jobs.created_at IS 'Time when the job was started.';
COMMENT ON COLUMN phi.encryption_jobs.created_by IS 'Database login that started the job.';
COMMENT ON COLUMN phi.encryption_jobs.finished_at IS
    'Time when the job was done or cancelled; NULL while it is open.';

CREATE INDEX encryption_jobs_key_id_idx ON phi.encryption_jobs (key_id);
CREATE UNIQUE INDEX encryption_jobs_open_key
    ON phi.encryption_jobs (table_name)
    WHERE state IN ('RUNNING', 'PAUSED');
COMMENT ON INDEX phi.encryption_jobs_open_key IS
    'Only one job at a time works on a table, so that no job verifies while another one writes.';

-- ----------------------------------------------------------------------------
-- phi.encryption_ranges
-- ----------------------------------------------------------------------------
-- Keys are stored as text, whatever their type. A worker holds a session-level advisory lock on its
-- range, so PostgreSQL releases the range of a killed worker. Each batch advances done_key in its
-- own transaction.

CREATE TABLE phi.encryption_ranges (
    job_id      bigint  NOT NULL,
    range_no    integer NOT NULL,
    after_key   text,
    last_key    text,
    done_key    text,
    row_count   bigint  NOT NULL,
    rows_read   bigint  NOT NULL DEFAULT 0,
    rows_done   bigint  NOT NULL DEFAULT 0,
    finished_at timestamptz,

    CONSTRAINT encryption_ranges_pkey
        PRIMARY KEY (job_id, range_no),
    CONSTRAINT encryption_ranges_job_id_fkey
        FOREIGN KEY (job_id) REFERENCES phi.encryption_jobs (job_id)
        ON DELETE CASCADE,
    CONSTRAINT encryption_ranges_counts_are_sums_check
        CHECK (rows_done >= 0 AND rows_read >= rows_done)
);

COMMENT ON TABLE phi.encryption_ranges IS
    'Ranges of primary keys that the workers of a job claim one by one, with their progress.';
COMMENT ON COLUMN phi.encryption_ranges.job_id IS 'Job to which the range belongs.';
COMMENT ON COLUMN phi.encryption_ranges.range_no IS 'Number of the range within the job, from 1.';
COMMENT ON COLUMN phi.encryption_ranges.after_key IS
    'The range starts after this key; NULL: at the start of the table.';
COMMENT ON COLUMN phi.encryption_ranges.last_key IS
    'The range ends with this key; NULL: at the end of the table.';
COMMENT ON COLUMN phi.encryption_ranges.done_key IS
    'Last key of the last committed batch; NULL until one is committed.';
COMMENT ON COLUMN phi.encryption_ranges.row_count IS
    'Rows in the range when the job started, for the progress bar.';
COMMENT ON COLUMN phi.encryption_ranges.rows_read IS 'Rows read so far that needed processing.';
COMMENT ON COLUMN phi.encryption_ranges.rows_done IS
    'Rows written or verified so far. The other rows read had changed meanwhile or had a fault.';
COMMENT ON COLUMN phi.encryption_ranges.finished_at IS
    'Time when the end of the range was reached; NULL until then.';

-- ----------------------------------------------------------------------------
-- phi.encryption_findings
-- ----------------------------------------------------------------------------

CREATE TABLE phi.encryption_findings (
    job_id      bigint               NOT NULL,
    row_key     text                 NOT NULL,
    column_name name                 NOT NULL,
    fault       phi.encryption_fault NOT NULL,
    found_at    timestamptz          NOT NULL DEFAULT now(),

    CONSTRAINT encryption_findings_pkey
        PRIMARY KEY (job_id, row_key, column_name),
    CONSTRAINT encryption_findings_job_id_fkey
        FOREIGN KEY (job_id) REFERENCES phi.encryption_jobs (job_id)
        ON DELETE CASCADE
);

COMMENT ON TABLE phi.encryption_findings IS
    'Values that a job refused: row, column and fault, but never the value itself.';
COMMENT ON COLUMN phi.encryption_findings.job_id IS 'Job that found the fault.';
COMMENT ON COLUMN phi.encryption_findings.row_key IS 'Primary key of the row, as text.';
COMMENT ON COLUMN phi.encryption_findings.column_name IS 'Name of the plaintext column.';
COMMENT ON COLUMN phi.encryption_findings.fault IS 'Reason why the job refused the value.';
COMMENT ON COLUMN phi.encryption_findings.found_at IS 'Time when the job found the fault.';
