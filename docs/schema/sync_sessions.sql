-- Table sync_sessions, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- sync_sessions
-- ----------------------------------------------------------------------------

CREATE TABLE public.sync_sessions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    config_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone,
    status public.sync_session_status DEFAULT 'PENDING'::public.sync_session_status NOT NULL,
    direction public.sync_direction NOT NULL,
    stats jsonb NOT NULL,
    entities character varying(255)[] NOT NULL,
    records_processed integer DEFAULT 0 NOT NULL,
    records_successful integer DEFAULT 0 NOT NULL,
    records_failed integer DEFAULT 0 NOT NULL,
    triggered_by character varying(50) NOT NULL,
    completion_message text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sync_sessions_completed_not_before_started_check CHECK ((completed_at >= started_at)),
    CONSTRAINT sync_sessions_records_failed_not_negative_check CHECK ((records_failed >= 0)),
    CONSTRAINT sync_sessions_records_processed_not_negative_check CHECK ((records_processed >= 0)),
    CONSTRAINT sync_sessions_records_successful_not_negative_check CHECK ((records_successful >= 0))
);

COMMENT ON TABLE public.sync_sessions IS 'One transfer run between the platform and an outside system. The conflicts found in it refer to it.';
COMMENT ON COLUMN public.sync_sessions.id IS 'Primary key.';
COMMENT ON COLUMN public.sync_sessions.config_id IS 'Connection that the run used.';
COMMENT ON COLUMN public.sync_sessions.started_at IS 'Time when the run started.';
COMMENT ON COLUMN public.sync_sessions.completed_at IS 'Time when the run ended, NULL while it is in progress.';
COMMENT ON COLUMN public.sync_sessions.status IS 'Progress or result of the run; PARTIAL if some records failed.';
COMMENT ON COLUMN public.sync_sessions.direction IS 'Direction of the transfer: PULL reads from the outside system, PUSH writes to it.';
COMMENT ON COLUMN public.sync_sessions.stats IS 'Statistics of the run besides the counters, as the connector collects them.';
COMMENT ON COLUMN public.sync_sessions.entities IS 'Names of the kinds of records that the run covers.';
COMMENT ON COLUMN public.sync_sessions.records_processed IS 'Number of records processed so far.';
COMMENT ON COLUMN public.sync_sessions.records_successful IS 'Number of records transferred without an error so far.';
COMMENT ON COLUMN public.sync_sessions.records_failed IS 'Number of records that were rejected.';
COMMENT ON COLUMN public.sync_sessions.triggered_by IS 'User or job that started the run, by name, free text.';
COMMENT ON COLUMN public.sync_sessions.completion_message IS 'Final message or error message of the run.';
COMMENT ON COLUMN public.sync_sessions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.sync_sessions.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- sync_sessions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.sync_sessions
    ADD CONSTRAINT sync_sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sync_sessions
    ADD CONSTRAINT sync_sessions_config_id_fkey FOREIGN KEY (config_id) REFERENCES public.integration_configs(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- sync_sessions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX sync_sessions_config_id_started_at_idx ON public.sync_sessions USING btree (config_id, started_at DESC);

CREATE INDEX sync_sessions_started_at_open_idx ON public.sync_sessions USING btree (started_at) WHERE (status = ANY (ARRAY['PENDING'::public.sync_session_status, 'IN_PROGRESS'::public.sync_session_status]));
COMMENT ON INDEX public.sync_sessions_started_at_open_idx IS 'Sessions not finished yet, the oldest first.';

-- ----------------------------------------------------------------------------
-- sync_sessions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER sync_sessions_200_updated_at BEFORE UPDATE ON public.sync_sessions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- sync_sessions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sync_sessions TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(config_id),UPDATE(config_id) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(started_at),UPDATE(started_at) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(completed_at),UPDATE(completed_at) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(direction),UPDATE(direction) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(stats),UPDATE(stats) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(entities),UPDATE(entities) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(records_processed),UPDATE(records_processed) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(records_successful),UPDATE(records_successful) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(records_failed),UPDATE(records_failed) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(triggered_by),UPDATE(triggered_by) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(completion_message),UPDATE(completion_message) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.sync_sessions TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.sync_sessions TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.sync_sessions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sync_sessions WITH (security_invoker='true') AS
 SELECT id,
    config_id AS "configId",
    started_at AS "startedAt",
    completed_at AS "completedAt",
    status,
    direction,
    stats,
    entities,
    records_processed AS "recordsProcessed",
    records_successful AS "recordsSuccessful",
    records_failed AS "recordsFailed",
    triggered_by AS "triggeredBy",
    completion_message AS "completionMessage",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.sync_sessions;

COMMENT ON VIEW sequelize.sync_sessions IS 'Model SyncSession: public.sync_sessions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.sync_sessions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.sync_sessions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.sync_sessions TO whitecross_admin, whitecross_app, whitecross_district;
