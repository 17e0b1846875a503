-- What the encryption tool keeps in the database: which columns, wrapped keys, jobs and findings.
--
-- The values are encrypted outside, by wcdb phi or by the application, so that neither a key nor
-- the work of a cipher is ever in the server. A job goes over one table in ranges of its key, which
-- any number of workers claim; a killed one leaves its range where the last batch ended.
-- docs/encryption.md says how a value is encrypted, with test vectors.
--
-- Tables:   phi.encrypted_columns, phi.data_keys, phi.encryption_jobs, phi.encryption_ranges,
--           phi.encryption_findings
-- HIPAA:    45 CFR 164.312(a)(2)(iv); no PHI: names, counts, row keys, keys wrapped by another key
-- Locks:    none on existing tables
-- Rollback: drops the wrapped keys; refused while one is in use, since what it encrypts could never
--           be read again
--
-- depends: 20251104000025-security-phi-callers

-- ----------------------------------------------------------------------------
-- Types
-- ----------------------------------------------------------------------------

CREATE TYPE phi.blind_index_rule AS ENUM ('NONE', 'EXACT', 'DIGITS', 'LOWER');
COMMENT ON TYPE phi.blind_index_rule IS
    'What of a value its blind index is made of: EXACT all of it, DIGITS its digits, LOWER its '
    'text without outer blanks in lower case; NONE if it has no blind index.';

CREATE TYPE phi.key_purpose AS ENUM ('ENCRYPT', 'INDEX');
COMMENT ON TYPE phi.key_purpose IS
    'What a data key is for: ENCRYPT values, or make the blind INDEX that finds them.';

CREATE TYPE phi.key_state AS ENUM ('ACTIVE', 'DECRYPT_ONLY', 'RETIRED');
COMMENT ON TYPE phi.key_state IS
    'ACTIVE for new values, one of each purpose; DECRYPT_ONLY until nothing uses it; RETIRED is '
    'refused.';

CREATE TYPE phi.encryption_operation AS ENUM ('ENCRYPT', 'VERIFY', 'DECRYPT', 'ROTATE');
COMMENT ON TYPE phi.encryption_operation IS 'What a job does with the rows of a table.';

CREATE TYPE phi.encryption_state AS ENUM ('RUNNING', 'PAUSED', 'CANCELLED', 'DONE');
COMMENT ON TYPE phi.encryption_state IS
    'State of a job; its workers look after every batch. RUNNING without a worker is to go on.';

CREATE TYPE phi.encryption_fault AS ENUM (
    'MALFORMED', 'UNKNOWN_KEY', 'RETIRED_KEY', 'NOT_AUTHENTIC', 'DIFFERENT', 'BLIND_INDEX'
);
COMMENT ON TYPE phi.encryption_fault IS
    'Why a value was refused: MALFORMED no envelope, UNKNOWN_KEY or RETIRED_KEY its key id, '
    'NOT_AUTHENTIC changed or moved from elsewhere, DIFFERENT from the plaintext beside it, '
    'BLIND_INDEX not the one of the value.';

-- ----------------------------------------------------------------------------
-- phi.encrypted_columns
-- ----------------------------------------------------------------------------
-- table_id and column_id are part of what authenticates a value. Names may change, these never,
-- and none is given twice.

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
    'Each column that wcdb phi encrypts, where its ciphertext stands, and what it is bound to.';
COMMENT ON COLUMN phi.encrypted_columns.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.encrypted_columns.column_name IS
    'Column with the plaintext; after its contract step it exists no more, and the row stays.';
COMMENT ON COLUMN phi.encrypted_columns.table_id IS
    'Number of the table, for good, whatever it is called.';
COMMENT ON COLUMN phi.encrypted_columns.column_id IS
    'Number of the column within the table, for good.';
COMMENT ON COLUMN phi.encrypted_columns.value_type IS
    'Type of the plaintext; what is encrypted is its text in UTF-8, dates as ISO 8601.';
COMMENT ON COLUMN phi.encrypted_columns.ciphertext_column IS 'Column with the envelope, bytea.';
COMMENT ON COLUMN phi.encrypted_columns.blind_index_column IS
    'Column with the blind index, bytea of 32 bytes; NULL if the value is never searched for.';
COMMENT ON COLUMN phi.encrypted_columns.blind_index_rule IS
    'What of the value the blind index is made of.';

-- ----------------------------------------------------------------------------
-- phi.data_keys
-- ----------------------------------------------------------------------------
-- A key leaves the database only wrapped. To erase every value under a key for good, destroy the
-- key that wraps it: docs/encryption.md.

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
    'Keys that encrypt values, each wrapped by the key-encryption key, which is never here.';
COMMENT ON COLUMN phi.data_keys.key_id IS 'Stands in the envelope of every value it encrypts.';
COMMENT ON COLUMN phi.data_keys.purpose IS 'What it is for.';
COMMENT ON COLUMN phi.data_keys.state IS 'Whether it may encrypt, decrypt, or neither.';
COMMENT ON COLUMN phi.data_keys.wrapped_key IS
    'The key of 32 bytes under AES key wrap (RFC 3394), which tells a wrong key-encryption key.';
COMMENT ON COLUMN phi.data_keys.kek_id IS
    'Tells which key-encryption key wraps it: a check value that does not reveal it.';
COMMENT ON COLUMN phi.data_keys.created_at IS 'When it was made.';
COMMENT ON COLUMN phi.data_keys.created_by IS 'Login that made it.';
COMMENT ON COLUMN phi.data_keys.retired_at IS 'When it was retired; NULL until then.';

CREATE UNIQUE INDEX data_keys_active_key ON phi.data_keys (purpose) WHERE state = 'ACTIVE';
COMMENT ON INDEX phi.data_keys_active_key IS 'One key of each purpose is active.';

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
COMMENT ON COLUMN phi.encryption_jobs.column_names IS 'Columns it works on, by their plaintext.';
COMMENT ON COLUMN phi.encryption_jobs.operation IS 'What it does.';
COMMENT ON COLUMN phi.encryption_jobs.key_id IS
    'Key that it encrypts with; NULL if it writes no ciphertext.';
COMMENT ON COLUMN phi.encryption_jobs.state IS 'What its workers are to do.';
COMMENT ON COLUMN phi.encryption_jobs.created_at IS 'When it was begun.';
COMMENT ON COLUMN phi.encryption_jobs.created_by IS 'Login that began it.';
COMMENT ON COLUMN phi.encryption_jobs.finished_at IS 'When it was done or cancelled.';

CREATE INDEX encryption_jobs_key_id_idx ON phi.encryption_jobs (key_id);
CREATE UNIQUE INDEX encryption_jobs_open_key
    ON phi.encryption_jobs (table_name)
    WHERE state IN ('RUNNING', 'PAUSED');
COMMENT ON INDEX phi.encryption_jobs_open_key IS
    'One job at a time works on a table, so that a verification comes before or after a write.';

-- ----------------------------------------------------------------------------
-- phi.encryption_ranges
-- ----------------------------------------------------------------------------
-- Keys stand as text, whatever their type. A worker holds an advisory lock on its range for as long
-- as its session lives, so that a killed one lets go by itself; done_key moves in the transaction
-- of each batch.

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
    'Ranges of keys that the workers of a job claim one by one, and how far each has come.';
COMMENT ON COLUMN phi.encryption_ranges.job_id IS 'Job it belongs to.';
COMMENT ON COLUMN phi.encryption_ranges.range_no IS 'Counts from 1 within the job.';
COMMENT ON COLUMN phi.encryption_ranges.after_key IS
    'Begins after this key; NULL: at the beginning of the table.';
COMMENT ON COLUMN phi.encryption_ranges.last_key IS
    'Ends with this key; NULL: at the end of the table.';
COMMENT ON COLUMN phi.encryption_ranges.done_key IS
    'Last key of the last batch that was committed; NULL until then.';
COMMENT ON COLUMN phi.encryption_ranges.row_count IS
    'Rows of the table in it when the job began, for the progress bar.';
COMMENT ON COLUMN phi.encryption_ranges.rows_read IS 'Rows with something to do that were read.';
COMMENT ON COLUMN phi.encryption_ranges.rows_done IS
    'Rows written, or verified; the rest changed meanwhile, or had a fault.';
COMMENT ON COLUMN phi.encryption_ranges.finished_at IS 'When its end was reached.';

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
    'Values that a job refused to touch: which row, which column, why. Never the value.';
COMMENT ON COLUMN phi.encryption_findings.job_id IS 'Job that met it.';
COMMENT ON COLUMN phi.encryption_findings.row_key IS 'Primary key of the row, as text.';
COMMENT ON COLUMN phi.encryption_findings.column_name IS 'Column, by its plaintext.';
COMMENT ON COLUMN phi.encryption_findings.fault IS 'What is wrong with it.';
COMMENT ON COLUMN phi.encryption_findings.found_at IS 'When it was met.';

-- ----------------------------------------------------------------------------
-- The encryption tool
-- ----------------------------------------------------------------------------

GRANT SELECT ON phi.encrypted_columns TO whitecross_encryptor, whitecross_service;
GRANT SELECT ON phi.data_keys TO whitecross_encryptor, whitecross_service;
GRANT INSERT (purpose, state, wrapped_key, kek_id) ON phi.data_keys TO whitecross_encryptor;
GRANT UPDATE (state, wrapped_key, kek_id, retired_at) ON phi.data_keys TO whitecross_encryptor;
GRANT SELECT, INSERT, UPDATE ON phi.encryption_jobs TO whitecross_encryptor;
GRANT SELECT, INSERT, UPDATE ON phi.encryption_ranges TO whitecross_encryptor;
GRANT SELECT, INSERT ON phi.encryption_findings TO whitecross_encryptor;
