-- Table report_schedules, with everything that serves it alone.
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
-- report_schedules
-- ----------------------------------------------------------------------------

CREATE TABLE public.report_schedules (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    template_id uuid,
    name character varying(255) NOT NULL,
    report_type public.scheduled_report_type NOT NULL,
    frequency public.report_frequency NOT NULL,
    cron_expression character varying(100),
    output_format public.report_output_format DEFAULT 'PDF'::public.report_output_format NOT NULL,
    parameters jsonb,
    recipients jsonb DEFAULT '[]'::jsonb NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    last_executed_at timestamp with time zone,
    next_execution_at timestamp with time zone,
    execution_count integer DEFAULT 0 NOT NULL,
    failure_count integer DEFAULT 0 NOT NULL,
    last_error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT report_schedules_execution_count_not_negative_check CHECK ((execution_count >= 0)),
    CONSTRAINT report_schedules_failure_count_not_negative_check CHECK ((failure_count >= 0)),
    CONSTRAINT report_schedules_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT report_schedules_recipients_is_array_check CHECK ((jsonb_typeof(recipients) = 'array'::text))
);

COMMENT ON TABLE public.report_schedules IS 'A schedule that runs a report at intervals and sends it to recipients. A job runner executes it.';
COMMENT ON COLUMN public.report_schedules.id IS 'Primary key.';
COMMENT ON COLUMN public.report_schedules.template_id IS 'Template of the report, NULL if none was used or it was deleted.';
COMMENT ON COLUMN public.report_schedules.name IS 'Name of the schedule in the list.';
COMMENT ON COLUMN public.report_schedules.report_type IS 'Subject of the report, in the upper-case spelling that report_executions uses too.';
COMMENT ON COLUMN public.report_schedules.frequency IS 'Interval of the runs; for custom, cron_expression defines it.';
COMMENT ON COLUMN public.report_schedules.cron_expression IS 'Cron expression for the frequency custom; the database does not validate it.';
COMMENT ON COLUMN public.report_schedules.output_format IS 'Format of the file to send.';
COMMENT ON COLUMN public.report_schedules.parameters IS 'Filters for every run; the keys depend on report_type.';
COMMENT ON COLUMN public.report_schedules.recipients IS 'JSON array of the recipients of the finished report.';
COMMENT ON COLUMN public.report_schedules.is_active IS 'FALSE pauses the schedule.';
COMMENT ON COLUMN public.report_schedules.last_executed_at IS 'Start of the latest run, NULL before the first.';
COMMENT ON COLUMN public.report_schedules.next_execution_at IS 'Time when the job runner should start the next run.';
COMMENT ON COLUMN public.report_schedules.execution_count IS 'Number of runs so far; the application maintains it.';
COMMENT ON COLUMN public.report_schedules.failure_count IS 'Number of failed runs; the application maintains it.';
COMMENT ON COLUMN public.report_schedules.last_error IS 'Error message of the latest failed run.';
COMMENT ON COLUMN public.report_schedules.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.report_schedules.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.report_schedules.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- report_schedules: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.report_schedules
    ADD CONSTRAINT report_schedules_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.report_schedules
    ADD CONSTRAINT report_schedules_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.report_schedules
    ADD CONSTRAINT report_schedules_template_id_fkey FOREIGN KEY (template_id) REFERENCES public.report_templates(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- report_schedules: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX report_schedules_created_by_idx ON public.report_schedules USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX report_schedules_next_execution_at_active_idx ON public.report_schedules USING btree (next_execution_at) WHERE is_active;
COMMENT ON INDEX public.report_schedules_next_execution_at_active_idx IS 'Active schedules, the next due first.';

CREATE INDEX report_schedules_template_id_idx ON public.report_schedules USING btree (template_id) WHERE (template_id IS NOT NULL);

-- ----------------------------------------------------------------------------
-- report_schedules: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER report_schedules_200_updated_at BEFORE UPDATE ON public.report_schedules FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- report_schedules: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.report_schedules TO whitecross_service;
GRANT SELECT(id) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(template_id) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(template_id),UPDATE(template_id) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(name) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(name),UPDATE(name) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(report_type) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(report_type),UPDATE(report_type) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(frequency) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(frequency),UPDATE(frequency) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(cron_expression) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(cron_expression),UPDATE(cron_expression) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(output_format) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(output_format),UPDATE(output_format) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(parameters) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(parameters),UPDATE(parameters) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipients) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(recipients),UPDATE(recipients) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_executed_at) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(last_executed_at),UPDATE(last_executed_at) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(next_execution_at) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(next_execution_at),UPDATE(next_execution_at) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(execution_count) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(execution_count),UPDATE(execution_count) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(failure_count) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(failure_count),UPDATE(failure_count) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_error) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(last_error),UPDATE(last_error) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.report_schedules TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.report_schedules
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.report_schedules WITH (security_invoker='true') AS
 SELECT id,
    name,
    report_type AS "reportType",
    template_id AS "templateId",
    frequency,
    cron_expression AS "cronExpression",
    output_format AS "outputFormat",
    parameters,
    recipients,
    is_active AS "isActive",
    last_executed_at AS "lastExecutedAt",
    next_execution_at AS "nextExecutionAt",
    execution_count AS "executionCount",
    failure_count AS "failureCount",
    last_error AS "lastError",
    created_by AS "createdBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.report_schedules;

COMMENT ON VIEW sequelize.report_schedules IS 'Model ReportSchedule: public.report_schedules with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.report_schedules: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.report_schedules TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.report_schedules TO whitecross_admin, whitecross_app, whitecross_district;
