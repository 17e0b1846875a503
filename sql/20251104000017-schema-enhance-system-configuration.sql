-- System settings and the history of their changes.
--
-- This file implements the application's older migration enhance-system-configuration. That one
-- added enum values which its rollback could not remove. Here 20251104000001 creates
-- config_category with all its values, so the rollback is complete.
-- The columns changed_by_name, change_reason, ip_address and user_agent come from the older
-- migration; the application's model does not have them.
--
-- Tables:   system_configurations, configuration_history
-- HIPAA:    no PHI; a setting may hold a secret of an integration
-- Locks:    none on existing tables
-- Rollback: drops both tables and their rows
--
-- depends: 20251104000016-schema-create-analytics

-- ----------------------------------------------------------------------------
-- system_configurations
-- ----------------------------------------------------------------------------
-- Values are stored as text, whatever value_type is; the application converts and validates them.
-- key alone is unique, so one key cannot have a different value for each school.
-- scope_id has no foreign key: depending on scope it is the id of a district, a school or a user.

CREATE TABLE system_configurations (
    id               uuid              NOT NULL DEFAULT gen_random_uuid(),
    key              varchar(100)      NOT NULL,
    value            text              NOT NULL,
    category         config_category   NOT NULL DEFAULT 'GENERAL',
    value_type       config_value_type NOT NULL DEFAULT 'STRING',
    sub_category     varchar(100),
    description      text,
    default_value    text,
    valid_values     varchar(255)[],
    min_value        numeric(10, 2),
    max_value        numeric(10, 2),
    is_public        boolean           NOT NULL DEFAULT FALSE,
    is_editable      boolean           NOT NULL DEFAULT TRUE,
    requires_restart boolean           NOT NULL DEFAULT FALSE,
    scope            config_scope      NOT NULL DEFAULT 'SYSTEM',
    scope_id         uuid,
    tags             varchar(255)[],
    sort_order       integer           NOT NULL DEFAULT 0,
    created_at       timestamptz       NOT NULL DEFAULT now(),
    updated_at       timestamptz       NOT NULL DEFAULT now(),

    CONSTRAINT system_configurations_pkey
        PRIMARY KEY (id),
    CONSTRAINT system_configurations_key_key
        UNIQUE (key),
    CONSTRAINT system_configurations_key_not_blank_check
        CHECK (btrim(key) <> ''),
    CONSTRAINT system_configurations_min_value_not_above_max_value_check
        CHECK (min_value <= max_value)
);

COMMENT ON TABLE system_configurations IS
    'One setting of the platform with its type, limits and scope. The application reads it at '
    'startup, administrators edit it.';
COMMENT ON COLUMN system_configurations.id IS 'Primary key.';
COMMENT ON COLUMN system_configurations.key IS 'Unique name by which the code reads the setting.';
COMMENT ON COLUMN system_configurations.value IS
    'Current value as text; value_type tells how to parse it.';
COMMENT ON COLUMN system_configurations.category IS
    'Area of the platform; the admin pages group the settings by it.';
COMMENT ON COLUMN system_configurations.value_type IS
    'Type as which the application parses value and default_value.';
COMMENT ON COLUMN system_configurations.sub_category IS 'Group within the category, free text.';
COMMENT ON COLUMN system_configurations.description IS 'Help text for administrators.';
COMMENT ON COLUMN system_configurations.default_value IS
    'Value that a reset restores, as text like value.';
COMMENT ON COLUMN system_configurations.valid_values IS
    'Allowed values of an ENUM setting, NULL for no restriction.';
COMMENT ON COLUMN system_configurations.min_value IS 'Lowest allowed number of a NUMBER setting.';
COMMENT ON COLUMN system_configurations.max_value IS 'Highest allowed number of a NUMBER setting.';
COMMENT ON COLUMN system_configurations.is_public IS
    'TRUE if clients without administrator rights may read the setting.';
COMMENT ON COLUMN system_configurations.is_editable IS
    'FALSE if the setting cannot be changed in the admin pages.';
COMMENT ON COLUMN system_configurations.requires_restart IS
    'TRUE if a change takes effect only after a restart.';
COMMENT ON COLUMN system_configurations.scope IS 'Level at which the setting applies.';
COMMENT ON COLUMN system_configurations.scope_id IS
    'District, school or user to which the setting applies, depending on scope; NULL for SYSTEM.';
COMMENT ON COLUMN system_configurations.tags IS 'Labels for filtering in the admin pages.';
COMMENT ON COLUMN system_configurations.sort_order IS 'Position in the admin pages, lowest first.';
COMMENT ON COLUMN system_configurations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN system_configurations.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE TRIGGER system_configurations_200_updated_at
BEFORE UPDATE ON system_configurations
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- configuration_history
-- ----------------------------------------------------------------------------
-- In practice rows are only inserted. A setting with history cannot be deleted (RESTRICT).
-- The columns from changed_by_name to user_agent come from the older migration; the model does not
-- have them.
-- Old values of secret settings remain here, so access must be as restricted as to the settings.

CREATE TABLE configuration_history (
    id               uuid         NOT NULL DEFAULT gen_random_uuid(),
    configuration_id uuid         NOT NULL,
    config_key       varchar(100) NOT NULL,
    old_value        text,
    new_value        text         NOT NULL,
    changed_by       uuid         NOT NULL,
    changed_by_name  text,
    change_reason    text,
    ip_address       text,
    user_agent       text,
    created_at       timestamptz  NOT NULL DEFAULT now(),
    updated_at       timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT configuration_history_pkey
        PRIMARY KEY (id),
    CONSTRAINT configuration_history_configuration_id_fkey
        FOREIGN KEY (configuration_id) REFERENCES system_configurations (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT configuration_history_changed_by_fkey
        FOREIGN KEY (changed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE configuration_history IS
    'One change of a system setting: old and new value and author, for auditors and for undoing a '
    'change.';
COMMENT ON COLUMN configuration_history.id IS 'Primary key.';
COMMENT ON COLUMN configuration_history.configuration_id IS 'Setting that was changed.';
COMMENT ON COLUMN configuration_history.config_key IS
    'Key of the setting at the time of the change; a later renaming does not change it.';
COMMENT ON COLUMN configuration_history.old_value IS
    'Value before the change, NULL for the first one.';
COMMENT ON COLUMN configuration_history.new_value IS 'Value after the change.';
COMMENT ON COLUMN configuration_history.changed_by IS 'User who made the change.';
COMMENT ON COLUMN configuration_history.changed_by_name IS 'Name of that staff member at the time.';
COMMENT ON COLUMN configuration_history.change_reason IS
    'Reason for the change, as the user entered it.';
COMMENT ON COLUMN configuration_history.ip_address IS
    'Client address of the change, as text because a proxy may report several.';
COMMENT ON COLUMN configuration_history.user_agent IS
    'Browser or program from which the change was made.';
COMMENT ON COLUMN configuration_history.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN configuration_history.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX configuration_history_configuration_id_idx
    ON configuration_history (configuration_id);
CREATE INDEX configuration_history_changed_by_idx ON configuration_history (changed_by);

CREATE TRIGGER configuration_history_200_updated_at
BEFORE UPDATE ON configuration_history
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
