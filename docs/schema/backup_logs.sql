-- Table backup_logs, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- backup_logs
-- ----------------------------------------------------------------------------

CREATE TABLE public.backup_logs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    type public.backup_type NOT NULL,
    status public.backup_status NOT NULL,
    file_name character varying(255),
    file_size bigint,
    location text,
    triggered_by uuid,
    error text,
    started_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT backup_logs_completed_not_before_started_check CHECK ((completed_at >= started_at)),
    CONSTRAINT backup_logs_file_size_not_negative_check CHECK ((file_size >= 0))
);

COMMENT ON TABLE public.backup_logs IS 'One backup run of the platform with its result and storage location, for operators.';
COMMENT ON COLUMN public.backup_logs.id IS 'Primary key.';
COMMENT ON COLUMN public.backup_logs.type IS 'Cause of the run: the platform, a user or a schedule.';
COMMENT ON COLUMN public.backup_logs.status IS 'Progress or result of the run.';
COMMENT ON COLUMN public.backup_logs.file_name IS 'Name of the backup file without its directory.';
COMMENT ON COLUMN public.backup_logs.file_size IS 'Size of the backup file in bytes.';
COMMENT ON COLUMN public.backup_logs.location IS 'Directory, bucket or URL of the file.';
COMMENT ON COLUMN public.backup_logs.triggered_by IS 'User who started the run, NULL if the platform started it.';
COMMENT ON COLUMN public.backup_logs.error IS 'Error message of a failed run.';
COMMENT ON COLUMN public.backup_logs.started_at IS 'Time when the run started.';
COMMENT ON COLUMN public.backup_logs.completed_at IS 'Time when the run ended, NULL while it is in progress.';
COMMENT ON COLUMN public.backup_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.backup_logs.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- backup_logs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.backup_logs
    ADD CONSTRAINT backup_logs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.backup_logs
    ADD CONSTRAINT backup_logs_triggered_by_fkey FOREIGN KEY (triggered_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- backup_logs: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX backup_logs_triggered_by_idx ON public.backup_logs USING btree (triggered_by) WHERE (triggered_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- backup_logs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER backup_logs_200_updated_at BEFORE UPDATE ON public.backup_logs FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- backup_logs: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.backup_logs TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(type),UPDATE(type) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(file_name),UPDATE(file_name) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(file_size),UPDATE(file_size) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(location),UPDATE(location) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(triggered_by),UPDATE(triggered_by) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(error),UPDATE(error) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(started_at),UPDATE(started_at) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(completed_at),UPDATE(completed_at) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.backup_logs TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.backup_logs TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.backup_logs
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.backup_logs WITH (security_invoker='true') AS
 SELECT id,
    type,
    status,
    file_name AS "fileName",
    file_size AS "fileSize",
    location,
    triggered_by AS "triggeredBy",
    error,
    started_at AS "startedAt",
    completed_at AS "completedAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.backup_logs;

COMMENT ON VIEW sequelize.backup_logs IS 'Model BackupLog: public.backup_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.backup_logs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.backup_logs TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.backup_logs TO whitecross_admin, whitecross_app, whitecross_district;
