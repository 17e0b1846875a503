-- Training modules for staff.
--
-- sort_order is the application's attribute "order", a reserved word in SQL.
--
-- Tables:   training_modules
-- HIPAA:    no PHI
-- Locks:    none on existing tables
-- Rollback: drops the table and its rows
--
-- depends: 20251104000021-schema-create-budget

-- ----------------------------------------------------------------------------
-- training_modules
-- ----------------------------------------------------------------------------
-- The model has only a counter of completions; nothing records who completed a module.

CREATE TABLE training_modules (
    id               uuid              NOT NULL DEFAULT gen_random_uuid(),
    title            varchar(255)      NOT NULL,
    description      text,
    content          text              NOT NULL,
    duration         integer,
    category         training_category NOT NULL,
    is_required      boolean           NOT NULL DEFAULT FALSE,
    sort_order       integer           NOT NULL DEFAULT 0,
    attachments      varchar(255)[],
    completion_count integer           NOT NULL DEFAULT 0,
    created_at       timestamptz       NOT NULL DEFAULT now(),
    updated_at       timestamptz       NOT NULL DEFAULT now(),

    CONSTRAINT training_modules_pkey
        PRIMARY KEY (id),
    CONSTRAINT training_modules_title_not_blank_check
        CHECK (btrim(title) <> ''),
    CONSTRAINT training_modules_duration_not_negative_check
        CHECK (duration >= 0),
    CONSTRAINT training_modules_completion_count_not_negative_check
        CHECK (completion_count >= 0)
);

COMMENT ON TABLE training_modules IS
    'One module of the staff training, such as HIPAA or emergency procedures. Nurses and other '
    'users take it.';
COMMENT ON COLUMN training_modules.id IS 'Primary key.';
COMMENT ON COLUMN training_modules.title IS 'Title of the module in the course list.';
COMMENT ON COLUMN training_modules.description IS 'Short summary for the course list.';
COMMENT ON COLUMN training_modules.content IS 'Full text of the module, which the user reads.';
COMMENT ON COLUMN training_modules.duration IS 'Estimated time to complete, in minutes.';
COMMENT ON COLUMN training_modules.category IS
    'Subject of the training; the course list groups by it.';
COMMENT ON COLUMN training_modules.is_required IS 'TRUE if all staff must take the module.';
COMMENT ON COLUMN training_modules.sort_order IS 'Position in the course list, lowest first.';
COMMENT ON COLUMN training_modules.attachments IS 'File paths of the accompanying material.';
COMMENT ON COLUMN training_modules.completion_count IS
    'Number of completions so far; the application maintains it.';
COMMENT ON COLUMN training_modules.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN training_modules.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER training_modules_200_updated_at
BEFORE UPDATE ON training_modules
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
