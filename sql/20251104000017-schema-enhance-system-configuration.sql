-- System settings and the history of their changes.
--
-- The backup migration enhance-system-configuration. Its enum values could not be removed again;
-- here config_category is whole from the start (slot 01), so the rollback is complete. Its columns
-- changed_by_name, change_reason, ip_address and user_agent are kept beside the model's.
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
-- Values are text whatever value_type says, the application converts and validates them.
-- key is unique by itself, so one key cannot have a value for each school.
-- scope_id has no foreign key: its target is a district, a school or a user, as scope says.

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
    'One setting of the platform with its type, limits and scope, read at startup and edited '
    'by administrators.';
COMMENT ON COLUMN system_configurations.id IS 'Primary key.';
COMMENT ON COLUMN system_configurations.key IS 'Unique name by which the code reads the setting.';
COMMENT ON COLUMN system_configurations.value IS
    'Current value in text form, to be read according to value_type.';
COMMENT ON COLUMN system_configurations.category IS
    'Area of the platform, groups the settings in the admin pages.';
COMMENT ON COLUMN system_configurations.value_type IS
    'How the application parses value and default_value.';
COMMENT ON COLUMN system_configurations.sub_category IS
    'Finer group inside the category, free text.';
COMMENT ON COLUMN system_configurations.description IS 'Help text for administrators.';
COMMENT ON COLUMN system_configurations.default_value IS
    'Value that a reset restores, in the same text form as value.';
COMMENT ON COLUMN system_configurations.valid_values IS
    'Allowed values of an ENUM setting, NULL for no restriction.';
COMMENT ON COLUMN system_configurations.min_value IS 'Lowest allowed number of a NUMBER setting.';
COMMENT ON COLUMN system_configurations.max_value IS 'Highest allowed number of a NUMBER setting.';
COMMENT ON COLUMN system_configurations.is_public IS
    'TRUE lets clients read the setting without administrator rights.';
COMMENT ON COLUMN system_configurations.is_editable IS
    'FALSE for settings that may not be changed in the admin pages.';
COMMENT ON COLUMN system_configurations.requires_restart IS
    'TRUE if a change takes effect only after a restart.';
COMMENT ON COLUMN system_configurations.scope IS 'Level at which the setting applies.';
COMMENT ON COLUMN system_configurations.scope_id IS
    'District, school or user, polymorphic by scope, NULL for SYSTEM.';
COMMENT ON COLUMN system_configurations.tags IS 'Labels for filtering in the admin pages.';
COMMENT ON COLUMN system_configurations.sort_order IS
    'Position in the admin pages, lower comes first.';
COMMENT ON COLUMN system_configurations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN system_configurations.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE TRIGGER system_configurations_200_updated_at
BEFORE UPDATE ON system_configurations
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- configuration_history
-- ----------------------------------------------------------------------------
-- Insert only in practice. A setting with history cannot be deleted, by RESTRICT.
-- changed_by_name to user_agent come from an earlier migration, the model lacks them.
-- Old values of secret settings end up here: grant reads as narrowly as on the settings.

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
    'One change of a system setting with old and new value and its author, for auditors and '
    'for rollback.';
COMMENT ON COLUMN configuration_history.id IS 'Primary key.';
COMMENT ON COLUMN configuration_history.configuration_id IS 'Setting that was changed.';
COMMENT ON COLUMN configuration_history.config_key IS
    'Key at the time of the change, legible even after a rename.';
COMMENT ON COLUMN configuration_history.old_value IS
    'Value before the change, NULL for the first one.';
COMMENT ON COLUMN configuration_history.new_value IS 'Value after the change.';
COMMENT ON COLUMN configuration_history.changed_by IS 'User who made the change.';
COMMENT ON COLUMN configuration_history.changed_by_name IS
    'Name of that user at the time, staff only.';
COMMENT ON COLUMN configuration_history.change_reason IS
    'Why the setting was changed, as entered by the user.';
COMMENT ON COLUMN configuration_history.ip_address IS
    'Client address of the change, free text as a proxy may report several.';
COMMENT ON COLUMN configuration_history.user_agent IS 'Browser or client string of the change.';
COMMENT ON COLUMN configuration_history.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN configuration_history.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX configuration_history_configuration_id_idx
    ON configuration_history (configuration_id);
CREATE INDEX configuration_history_changed_by_idx ON configuration_history (changed_by);

CREATE TRIGGER configuration_history_200_updated_at
BEFORE UPDATE ON configuration_history
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
