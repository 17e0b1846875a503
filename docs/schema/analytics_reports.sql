-- Table analytics_reports, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group OPERATIONS, tenant SCHOOL_OR_ALL, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             select masked

-- ----------------------------------------------------------------------------
-- analytics_reports
-- ----------------------------------------------------------------------------

CREATE TABLE public.analytics_reports (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    report_type public.analytics_report_type NOT NULL,
    title character varying(255) NOT NULL,
    description text,
    period_start timestamp with time zone NOT NULL,
    period_end timestamp with time zone NOT NULL,
    generated_date timestamp with time zone NOT NULL,
    school_name character varying(255),
    summary jsonb NOT NULL,
    sections jsonb DEFAULT '[]'::jsonb NOT NULL,
    findings jsonb DEFAULT '[]'::jsonb NOT NULL,
    recommendations jsonb DEFAULT '[]'::jsonb NOT NULL,
    status public.analytics_report_status DEFAULT 'PENDING'::public.analytics_report_status NOT NULL,
    format public.analytics_report_format NOT NULL,
    file_url character varying(255),
    file_size integer,
    generated_by uuid NOT NULL,
    reviewed_by uuid,
    reviewed_at timestamp with time zone,
    approved_by uuid,
    approval_date timestamp with time zone,
    distribution_list jsonb,
    sent_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT analytics_reports_file_size_not_negative_check CHECK ((file_size >= 0)),
    CONSTRAINT analytics_reports_findings_is_array_check CHECK ((jsonb_typeof(findings) = 'array'::text)),
    CONSTRAINT analytics_reports_period_end_not_before_start_check CHECK ((period_end >= period_start)),
    CONSTRAINT analytics_reports_recommendations_is_array_check CHECK ((jsonb_typeof(recommendations) = 'array'::text)),
    CONSTRAINT analytics_reports_sections_is_array_check CHECK ((jsonb_typeof(sections) = 'array'::text))
);

ALTER TABLE ONLY public.analytics_reports FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.analytics_reports IS 'One generated analytics report about one school or all schools, from the request to the distribution.';
COMMENT ON COLUMN public.analytics_reports.id IS 'Primary key.';
COMMENT ON COLUMN public.analytics_reports.school_id IS 'School that the report is about, NULL for a report across schools.';
COMMENT ON COLUMN public.analytics_reports.report_type IS 'Subject of the analysis; CUSTOM if no standard subject fits.';
COMMENT ON COLUMN public.analytics_reports.title IS 'Heading printed on the report.';
COMMENT ON COLUMN public.analytics_reports.description IS 'Short description for the list of reports.';
COMMENT ON COLUMN public.analytics_reports.period_start IS 'First moment of the period whose data the report counts.';
COMMENT ON COLUMN public.analytics_reports.period_end IS 'Last moment of the period whose data the report counts; not before period_start.';
COMMENT ON COLUMN public.analytics_reports.generated_date IS 'Time when the figures were computed.';
COMMENT ON COLUMN public.analytics_reports.school_name IS 'School name as printed on the report; a later renaming does not change it.';
COMMENT ON COLUMN public.analytics_reports.summary IS 'Key figures of the period; the JSON structure depends on report_type.';
COMMENT ON COLUMN public.analytics_reports.sections IS 'JSON array of the report''s sections in print order.';
COMMENT ON COLUMN public.analytics_reports.findings IS 'JSON array of conclusions from the figures.';
COMMENT ON COLUMN public.analytics_reports.recommendations IS 'JSON array of measures recommended to the school.';
COMMENT ON COLUMN public.analytics_reports.status IS 'Progress of the generation job; it does not reflect review or approval.';
COMMENT ON COLUMN public.analytics_reports.format IS 'File format that was requested.';
COMMENT ON COLUMN public.analytics_reports.file_url IS 'URL from which the generated file can be downloaded.';
COMMENT ON COLUMN public.analytics_reports.file_size IS 'Size of the generated file in bytes.';
COMMENT ON COLUMN public.analytics_reports.generated_by IS 'User who requested the report.';
COMMENT ON COLUMN public.analytics_reports.reviewed_by IS 'User who reviewed the content before its approval.';
COMMENT ON COLUMN public.analytics_reports.reviewed_at IS 'Time when reviewed_by reviewed the report, NULL before.';
COMMENT ON COLUMN public.analytics_reports.approved_by IS 'User who approved the report for distribution.';
COMMENT ON COLUMN public.analytics_reports.approval_date IS 'Time when approved_by approved the report, NULL before.';
COMMENT ON COLUMN public.analytics_reports.distribution_list IS 'Recipients of the finished report; the application defines the JSON structure.';
COMMENT ON COLUMN public.analytics_reports.sent_at IS 'Time when the report was sent to the distribution list, NULL before.';
COMMENT ON COLUMN public.analytics_reports.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.analytics_reports.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- analytics_reports: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.analytics_reports
    ADD CONSTRAINT analytics_reports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.analytics_reports
    ADD CONSTRAINT analytics_reports_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.analytics_reports
    ADD CONSTRAINT analytics_reports_generated_by_fkey FOREIGN KEY (generated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.analytics_reports
    ADD CONSTRAINT analytics_reports_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.analytics_reports
    ADD CONSTRAINT analytics_reports_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- analytics_reports: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX analytics_reports_approved_by_idx ON public.analytics_reports USING btree (approved_by) WHERE (approved_by IS NOT NULL);

CREATE INDEX analytics_reports_generated_by_idx ON public.analytics_reports USING btree (generated_by);

CREATE INDEX analytics_reports_generated_date_idx ON public.analytics_reports USING btree (generated_date DESC);
COMMENT ON INDEX public.analytics_reports_generated_date_idx IS 'The latest analytics reports.';

CREATE INDEX analytics_reports_reviewed_by_idx ON public.analytics_reports USING btree (reviewed_by) WHERE (reviewed_by IS NOT NULL);

CREATE INDEX analytics_reports_school_id_report_type_generated_date_idx ON public.analytics_reports USING btree (school_id, report_type, generated_date DESC) WHERE (school_id IS NOT NULL);
COMMENT ON INDEX public.analytics_reports_school_id_report_type_generated_date_idx IS 'Reports of one type about a school, newest first.';

-- ----------------------------------------------------------------------------
-- analytics_reports: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER analytics_reports_200_updated_at BEFORE UPDATE ON public.analytics_reports FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- analytics_reports: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.analytics_reports ENABLE ROW LEVEL SECURITY;

CREATE POLICY analytics_reports_delete_trusted ON public.analytics_reports
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY analytics_reports_delete_trusted ON public.analytics_reports IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY analytics_reports_fence_admin ON public.analytics_reports
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY analytics_reports_fence_admin ON public.analytics_reports IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY analytics_reports_fence_district_insert ON public.analytics_reports
    AS RESTRICTIVE FOR INSERT TO whitecross_district
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY analytics_reports_fence_district_insert ON public.analytics_reports IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY analytics_reports_fence_district_select ON public.analytics_reports
    AS RESTRICTIVE FOR SELECT TO whitecross_district
    USING (((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])) OR ((school_id IS NULL) AND (( SELECT phi.my_schools() AS my_schools) IS NOT NULL))));
COMMENT ON POLICY analytics_reports_fence_district_select ON public.analytics_reports IS 'Rows of the schools of the district, and rows for every school. Built by phi.protect.';

CREATE POLICY analytics_reports_fence_district_update ON public.analytics_reports
    AS RESTRICTIVE FOR UPDATE TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY analytics_reports_fence_district_update ON public.analytics_reports IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY analytics_reports_fence_school_insert ON public.analytics_reports
    AS RESTRICTIVE FOR INSERT TO whitecross_app
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY analytics_reports_fence_school_insert ON public.analytics_reports IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY analytics_reports_fence_school_select ON public.analytics_reports
    AS RESTRICTIVE FOR SELECT TO whitecross_app, whitecross_masker
    USING (((school_id IS NULL) OR (school_id = ( SELECT phi.my_school() AS my_school))));
COMMENT ON POLICY analytics_reports_fence_school_select ON public.analytics_reports IS 'Rows of the verified school, and rows for every school. Built by phi.protect.';

CREATE POLICY analytics_reports_fence_school_update ON public.analytics_reports
    AS RESTRICTIVE FOR UPDATE TO whitecross_app
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY analytics_reports_fence_school_update ON public.analytics_reports IS 'Only administrators write rows for every school. Built by phi.protect.';

CREATE POLICY analytics_reports_insert_staff ON public.analytics_reports
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (( SELECT phi.may('OPERATIONS'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY analytics_reports_insert_staff ON public.analytics_reports IS 'Users whom the access matrix lets INSERT in group OPERATIONS; docs/access.md says why. Built by phi.protect.';

CREATE POLICY analytics_reports_insert_trusted ON public.analytics_reports
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY analytics_reports_insert_trusted ON public.analytics_reports IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY analytics_reports_select_staff ON public.analytics_reports
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('OPERATIONS'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY analytics_reports_select_staff ON public.analytics_reports IS 'Users whom the access matrix lets SELECT in group OPERATIONS; docs/access.md says why. Built by phi.protect.';

CREATE POLICY analytics_reports_select_trusted ON public.analytics_reports
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY analytics_reports_select_trusted ON public.analytics_reports IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY analytics_reports_update_staff ON public.analytics_reports
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('OPERATIONS'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('OPERATIONS'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY analytics_reports_update_staff ON public.analytics_reports IS 'Users whom the access matrix lets UPDATE in group OPERATIONS; docs/access.md says why. Built by phi.protect.';

CREATE POLICY analytics_reports_update_trusted ON public.analytics_reports
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY analytics_reports_update_trusted ON public.analytics_reports IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- analytics_reports: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.analytics_reports TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(report_type),UPDATE(report_type) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(title),UPDATE(title) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description),UPDATE(description) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(period_start),UPDATE(period_start) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(period_end),UPDATE(period_end) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(generated_date),UPDATE(generated_date) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_name),UPDATE(school_name) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(summary),UPDATE(summary) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sections),UPDATE(sections) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(findings),UPDATE(findings) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recommendations),UPDATE(recommendations) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(format),UPDATE(format) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(file_url),UPDATE(file_url) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(file_size),UPDATE(file_size) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(generated_by),UPDATE(generated_by) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reviewed_by),UPDATE(reviewed_by) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reviewed_at),UPDATE(reviewed_at) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(approved_by),UPDATE(approved_by) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(approval_date),UPDATE(approval_date) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(distribution_list),UPDATE(distribution_list) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sent_at),UPDATE(sent_at) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.analytics_reports
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.analytics_reports WITH (security_invoker='true') AS
 SELECT id,
    report_type AS "reportType",
    title,
    description,
    period_start AS "periodStart",
    period_end AS "periodEnd",
    generated_date AS "generatedDate",
    school_id AS "schoolId",
    school_name AS "schoolName",
    summary,
    sections,
    findings,
    recommendations,
    status,
    format,
    file_url AS "fileUrl",
    file_size AS "fileSize",
    generated_by AS "generatedBy",
    reviewed_by AS "reviewedBy",
    reviewed_at AS "reviewedAt",
    approved_by AS "approvedBy",
    approval_date AS "approvalDate",
    distribution_list AS "distributionList",
    sent_at AS "sentAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.analytics_reports;

COMMENT ON VIEW sequelize.analytics_reports IS 'Model AnalyticsReport: public.analytics_reports with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.analytics_reports: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.analytics_reports TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.analytics_reports TO whitecross_admin, whitecross_app, whitecross_district;
