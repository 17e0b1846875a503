-- Table report_executions, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group OPERATIONS, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             select masked

-- ----------------------------------------------------------------------------
-- report_executions
-- ----------------------------------------------------------------------------

CREATE TABLE public.report_executions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    schedule_id uuid,
    report_type public.scheduled_report_type NOT NULL,
    output_format public.report_output_format NOT NULL,
    parameters jsonb,
    status public.report_execution_status DEFAULT 'pending'::public.report_execution_status NOT NULL,
    file_path character varying(500),
    download_url character varying(500),
    file_size bigint,
    record_count integer,
    execution_time_ms integer,
    error text,
    executed_by uuid,
    started_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT report_executions_completed_not_before_started_check CHECK ((completed_at >= started_at)),
    CONSTRAINT report_executions_execution_time_ms_not_negative_check CHECK ((execution_time_ms >= 0)),
    CONSTRAINT report_executions_file_size_not_negative_check CHECK ((file_size >= 0)),
    CONSTRAINT report_executions_record_count_not_negative_check CHECK ((record_count >= 0))
);

COMMENT ON TABLE public.report_executions IS 'One run of a report, scheduled or manual, and the file that it produced.';
COMMENT ON COLUMN public.report_executions.id IS 'Primary key.';
COMMENT ON COLUMN public.report_executions.schedule_id IS 'Schedule that started the run, NULL for a manual run or after the schedule was deleted.';
COMMENT ON COLUMN public.report_executions.report_type IS 'Subject of the report, copied from the schedule.';
COMMENT ON COLUMN public.report_executions.output_format IS 'Format of the file produced.';
COMMENT ON COLUMN public.report_executions.parameters IS 'Filters of this run.';
COMMENT ON COLUMN public.report_executions.status IS 'Progress of the run, in the lower-case spelling of the report engine.';
COMMENT ON COLUMN public.report_executions.file_path IS 'Storage path of the file, for use on the server only.';
COMMENT ON COLUMN public.report_executions.download_url IS 'Link with which the user downloads the file.';
COMMENT ON COLUMN public.report_executions.file_size IS 'Size of the file in bytes.';
COMMENT ON COLUMN public.report_executions.record_count IS 'Number of data rows in the report.';
COMMENT ON COLUMN public.report_executions.execution_time_ms IS 'Run time in milliseconds.';
COMMENT ON COLUMN public.report_executions.error IS 'Error message of a failed run.';
COMMENT ON COLUMN public.report_executions.executed_by IS 'User who started the run, NULL if the job runner did.';
COMMENT ON COLUMN public.report_executions.started_at IS 'Time when the run started.';
COMMENT ON COLUMN public.report_executions.completed_at IS 'Time when the run ended, successfully or not; NULL before.';
COMMENT ON COLUMN public.report_executions.expires_at IS 'Time from which the file may be deleted.';
COMMENT ON COLUMN public.report_executions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.report_executions.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- report_executions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.report_executions
    ADD CONSTRAINT report_executions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.report_executions
    ADD CONSTRAINT report_executions_executed_by_fkey FOREIGN KEY (executed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.report_executions
    ADD CONSTRAINT report_executions_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.report_schedules(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- report_executions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX report_executions_executed_by_idx ON public.report_executions USING btree (executed_by) WHERE (executed_by IS NOT NULL);

CREATE INDEX report_executions_schedule_id_idx ON public.report_executions USING btree (schedule_id) WHERE (schedule_id IS NOT NULL);

CREATE INDEX report_executions_started_at_open_idx ON public.report_executions USING btree (started_at) WHERE (status = ANY (ARRAY['pending'::public.report_execution_status, 'generating'::public.report_execution_status]));
COMMENT ON INDEX public.report_executions_started_at_open_idx IS 'Report executions not finished yet, the oldest first.';

-- ----------------------------------------------------------------------------
-- report_executions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER report_executions_200_updated_at BEFORE UPDATE ON public.report_executions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- report_executions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.report_executions TO whitecross_service;
GRANT SELECT(id) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(schedule_id) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(schedule_id),UPDATE(schedule_id) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(report_type) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(report_type),UPDATE(report_type) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(output_format) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(output_format),UPDATE(output_format) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(parameters) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(parameters),UPDATE(parameters) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(status),UPDATE(status) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(file_path) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(file_path),UPDATE(file_path) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(download_url) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(download_url),UPDATE(download_url) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(file_size) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(file_size),UPDATE(file_size) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(record_count) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(record_count),UPDATE(record_count) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(execution_time_ms) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(execution_time_ms),UPDATE(execution_time_ms) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(error) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(error),UPDATE(error) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(executed_by) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(executed_by),UPDATE(executed_by) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(started_at) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(started_at),UPDATE(started_at) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(completed_at) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(completed_at),UPDATE(completed_at) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expires_at) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(expires_at),UPDATE(expires_at) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.report_executions TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.report_executions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.report_executions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.report_executions WITH (security_invoker='true') AS
 SELECT id,
    schedule_id AS "scheduleId",
    report_type AS "reportType",
    output_format AS "outputFormat",
    parameters,
    status,
    file_path AS "filePath",
    download_url AS "downloadUrl",
    file_size AS "fileSize",
    record_count AS "recordCount",
    execution_time_ms AS "executionTimeMs",
    error,
    executed_by AS "executedBy",
    started_at AS "startedAt",
    completed_at AS "completedAt",
    expires_at AS "expiresAt"
   FROM public.report_executions;

COMMENT ON VIEW sequelize.report_executions IS 'Model ReportExecution: public.report_executions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.report_executions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.report_executions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.report_executions TO whitecross_admin, whitecross_app, whitecross_district;
