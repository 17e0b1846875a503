-- Table compliance_reports, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- compliance_reports
-- ----------------------------------------------------------------------------

CREATE TABLE public.compliance_reports (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    report_type public.compliance_report_type NOT NULL,
    title character varying(200) NOT NULL,
    period character varying(50) NOT NULL,
    description text,
    status public.compliance_report_status DEFAULT 'PENDING'::public.compliance_report_status NOT NULL,
    findings jsonb,
    recommendations jsonb,
    due_date timestamp with time zone,
    submitted_at timestamp with time zone,
    submitted_by uuid,
    reviewed_at timestamp with time zone,
    reviewed_by uuid,
    created_by_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT compliance_reports_period_not_blank_check CHECK ((btrim((period)::text) <> ''::text)),
    CONSTRAINT compliance_reports_title_not_blank_check CHECK ((btrim((title)::text) <> ''::text))
);

COMMENT ON TABLE public.compliance_reports IS 'Review of compliance in one field of law or practice over one period. Administrators write and review it.';
COMMENT ON COLUMN public.compliance_reports.id IS 'Primary key.';
COMMENT ON COLUMN public.compliance_reports.report_type IS 'Subject of the review, such as HIPAA, FERPA or a risk assessment.';
COMMENT ON COLUMN public.compliance_reports.title IS 'Heading of the report in lists and printouts.';
COMMENT ON COLUMN public.compliance_reports.period IS 'Period that the report covers (2025-Q3), free text that the database does not parse.';
COMMENT ON COLUMN public.compliance_reports.description IS 'Scope and method of the review.';
COMMENT ON COLUMN public.compliance_reports.status IS 'Progress of the review and finally its result.';
COMMENT ON COLUMN public.compliance_reports.findings IS 'Findings of the review; the application defines the JSON structure.';
COMMENT ON COLUMN public.compliance_reports.recommendations IS 'Recommended improvements; the application defines the JSON structure.';
COMMENT ON COLUMN public.compliance_reports.due_date IS 'Deadline for submitting the report.';
COMMENT ON COLUMN public.compliance_reports.submitted_at IS 'Time when the report was submitted for review, NULL before.';
COMMENT ON COLUMN public.compliance_reports.submitted_by IS 'User who submitted the report.';
COMMENT ON COLUMN public.compliance_reports.reviewed_at IS 'Time when reviewed_by completed the review of the report, NULL before.';
COMMENT ON COLUMN public.compliance_reports.reviewed_by IS 'User who reviewed the report.';
COMMENT ON COLUMN public.compliance_reports.created_by_id IS 'User who created the report.';
COMMENT ON COLUMN public.compliance_reports.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.compliance_reports.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- compliance_reports: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.compliance_reports
    ADD CONSTRAINT compliance_reports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.compliance_reports
    ADD CONSTRAINT compliance_reports_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.compliance_reports
    ADD CONSTRAINT compliance_reports_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.compliance_reports
    ADD CONSTRAINT compliance_reports_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- compliance_reports: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX compliance_reports_created_by_id_idx ON public.compliance_reports USING btree (created_by_id);

CREATE INDEX compliance_reports_due_date_open_idx ON public.compliance_reports USING btree (due_date) WHERE ((status = ANY (ARRAY['PENDING'::public.compliance_report_status, 'IN_PROGRESS'::public.compliance_report_status, 'NEEDS_REVIEW'::public.compliance_report_status])) AND (due_date IS NOT NULL));
COMMENT ON INDEX public.compliance_reports_due_date_open_idx IS 'Unfinished reports, the next due first.';

CREATE INDEX compliance_reports_report_type_period_idx ON public.compliance_reports USING btree (report_type, period);
COMMENT ON INDEX public.compliance_reports_report_type_period_idx IS 'The report of one type for one period, such as 2026-Q1.';

CREATE INDEX compliance_reports_reviewed_by_idx ON public.compliance_reports USING btree (reviewed_by) WHERE (reviewed_by IS NOT NULL);

CREATE INDEX compliance_reports_submitted_by_idx ON public.compliance_reports USING btree (submitted_by) WHERE (submitted_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- compliance_reports: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER compliance_reports_200_updated_at BEFORE UPDATE ON public.compliance_reports FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- compliance_reports: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.compliance_reports TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(report_type),UPDATE(report_type) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(title),UPDATE(title) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(period),UPDATE(period) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(description),UPDATE(description) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(findings),UPDATE(findings) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(recommendations),UPDATE(recommendations) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(due_date),UPDATE(due_date) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(submitted_at),UPDATE(submitted_at) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(submitted_by),UPDATE(submitted_by) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(reviewed_at),UPDATE(reviewed_at) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(reviewed_by),UPDATE(reviewed_by) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(created_by_id),UPDATE(created_by_id) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.compliance_reports TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.compliance_reports TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.compliance_reports
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.compliance_reports WITH (security_invoker='true') AS
 SELECT id,
    report_type AS "reportType",
    title,
    description,
    status,
    period,
    findings,
    recommendations,
    due_date AS "dueDate",
    submitted_at AS "submittedAt",
    submitted_by AS "submittedBy",
    reviewed_at AS "reviewedAt",
    reviewed_by AS "reviewedBy",
    created_by_id AS "createdById",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.compliance_reports;

COMMENT ON VIEW sequelize.compliance_reports IS 'Model ComplianceReport: public.compliance_reports with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.compliance_reports: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.compliance_reports TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.compliance_reports TO whitecross_admin, whitecross_app, whitecross_district;
