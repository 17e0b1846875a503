-- Table sync_state, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- sync_state
-- ----------------------------------------------------------------------------

CREATE TABLE public.sync_state (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    entity_type character varying(100) NOT NULL,
    entity_id uuid NOT NULL,
    last_sync_at timestamp with time zone NOT NULL,
    sync_status character varying(50) NOT NULL,
    error_message text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sync_state_entity_type_not_blank_check CHECK ((btrim((entity_type)::text) <> ''::text))
);

COMMENT ON TABLE public.sync_state IS 'The latest synchronization of one record with another system: time and result. The sync jobs read it.';
COMMENT ON COLUMN public.sync_state.id IS 'Primary key.';
COMMENT ON COLUMN public.sync_state.entity_type IS 'Kind of the record, free text because the model lists no values.';
COMMENT ON COLUMN public.sync_state.entity_id IS 'Id of the record, of the kind that entity_type names.';
COMMENT ON COLUMN public.sync_state.last_sync_at IS 'Time of the latest attempt, successful or not.';
COMMENT ON COLUMN public.sync_state.sync_status IS 'Result of the latest attempt, free text.';
COMMENT ON COLUMN public.sync_state.error_message IS 'Error message of the latest attempt, NULL after a success.';
COMMENT ON COLUMN public.sync_state.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.sync_state.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- sync_state: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.sync_state
    ADD CONSTRAINT sync_state_entity_type_entity_id_key UNIQUE (entity_type, entity_id);

ALTER TABLE ONLY public.sync_state
    ADD CONSTRAINT sync_state_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- sync_state: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER sync_state_200_updated_at BEFORE UPDATE ON public.sync_state FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- sync_state: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.sync_state TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sync_state TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.sync_state TO whitecross_admin;
GRANT SELECT(entity_type),UPDATE(entity_type) ON TABLE public.sync_state TO whitecross_admin;
GRANT SELECT(entity_id),UPDATE(entity_id) ON TABLE public.sync_state TO whitecross_admin;
GRANT SELECT(last_sync_at),UPDATE(last_sync_at) ON TABLE public.sync_state TO whitecross_admin;
GRANT SELECT(sync_status),UPDATE(sync_status) ON TABLE public.sync_state TO whitecross_admin;
GRANT SELECT(error_message),UPDATE(error_message) ON TABLE public.sync_state TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.sync_state TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.sync_state TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.sync_states
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sync_states WITH (security_invoker='true') AS
 SELECT id,
    entity_type AS "entityType",
    entity_id AS "entityId",
    last_sync_at AS "lastSyncAt",
    sync_status AS "syncStatus",
    error_message AS "errorMessage",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.sync_state;

COMMENT ON VIEW sequelize.sync_states IS 'Model SyncState: public.sync_state with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.sync_states: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.sync_states TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.sync_states TO whitecross_admin, whitecross_app, whitecross_district;
