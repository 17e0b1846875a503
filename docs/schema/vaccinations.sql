-- Table vaccinations, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group HEALTH, tenant SCHOOL, student in student_id, PHI,
--             audited, law EITHER, retention HEALTH_RECORDS
-- phi.access: ADMIN              masked
-- phi.access: DISTRICT_ADMIN     masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- vaccinations
-- ----------------------------------------------------------------------------

CREATE TABLE public.vaccinations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    health_record_id uuid,
    vaccine_name character varying(200) NOT NULL,
    vaccine_type public.vaccine_type,
    manufacturer character varying(100),
    lot_number character varying(50),
    cvx_code character varying(10),
    ndc_code character varying(20),
    dose_number integer,
    total_doses integer,
    series_complete boolean DEFAULT false NOT NULL,
    administration_date timestamp with time zone NOT NULL,
    administered_by character varying(200) NOT NULL,
    administered_by_role character varying(50),
    facility character varying(200),
    site_of_administration public.site_of_administration,
    route_of_administration public.route_of_administration,
    dosage_amount character varying(50),
    expiration_date date,
    next_due_date date,
    reactions text,
    adverse_events jsonb,
    exemption_status boolean DEFAULT false NOT NULL,
    exemption_reason text,
    exemption_document character varying(500),
    compliance_status public.compliance_status DEFAULT 'COMPLIANT'::public.compliance_status NOT NULL,
    vfc_eligibility boolean DEFAULT false NOT NULL,
    vis_provided boolean DEFAULT false NOT NULL,
    vis_date date,
    consent_obtained boolean DEFAULT false NOT NULL,
    consent_by character varying(200),
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    CONSTRAINT vaccinations_dose_number_not_negative_check CHECK ((dose_number >= 0)),
    CONSTRAINT vaccinations_total_doses_not_negative_check CHECK ((total_doses >= 0)),
    CONSTRAINT vaccinations_vaccine_name_not_blank_check CHECK ((btrim((vaccine_name)::text) <> ''::text))
);

ALTER TABLE ONLY public.vaccinations FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.vaccinations IS 'PHI: One vaccine dose given to a student, or an exemption from it. Nurses track requirements and due dates here.';
COMMENT ON COLUMN public.vaccinations.id IS 'Primary key.';
COMMENT ON COLUMN public.vaccinations.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.vaccinations.student_id IS 'Student who received the dose or is exempt from it.';
COMMENT ON COLUMN public.vaccinations.health_record_id IS 'Entry of the health record under which the dose is filed, if any.';
COMMENT ON COLUMN public.vaccinations.vaccine_name IS 'PHI: Product name or common name of the vaccine, as on the certificate.';
COMMENT ON COLUMN public.vaccinations.vaccine_type IS 'PHI: Vaccine by disease or combination; NULL if not classified.';
COMMENT ON COLUMN public.vaccinations.manufacturer IS 'Manufacturer named on the vial or certificate.';
COMMENT ON COLUMN public.vaccinations.lot_number IS 'PHI: Lot number printed on the vial; identifies the recipients when a lot is recalled.';
COMMENT ON COLUMN public.vaccinations.cvx_code IS 'PHI: CDC CVX code of the vaccine; state registries exchange it.';
COMMENT ON COLUMN public.vaccinations.ndc_code IS 'PHI: National Drug Code of the package that the dose came from.';
COMMENT ON COLUMN public.vaccinations.dose_number IS 'PHI: Number of this dose within its series.';
COMMENT ON COLUMN public.vaccinations.total_doses IS 'PHI: Number of doses planned for the whole series.';
COMMENT ON COLUMN public.vaccinations.series_complete IS 'PHI: TRUE once this dose completes the series.';
COMMENT ON COLUMN public.vaccinations.administration_date IS 'PHI: Time when the dose was given; the application requires it for exemptions too.';
COMMENT ON COLUMN public.vaccinations.administered_by IS 'Name of the person who gave the dose, as text because that person often has no account.';
COMMENT ON COLUMN public.vaccinations.administered_by_role IS 'Profession of that person, such as RN or physician.';
COMMENT ON COLUMN public.vaccinations.facility IS 'Clinic, pharmacy or school where the dose was given.';
COMMENT ON COLUMN public.vaccinations.site_of_administration IS 'PHI: Body site that received the dose.';
COMMENT ON COLUMN public.vaccinations.route_of_administration IS 'PHI: Route by which the dose was given.';
COMMENT ON COLUMN public.vaccinations.dosage_amount IS 'PHI: Amount given, with its unit (0.5 mL).';
COMMENT ON COLUMN public.vaccinations.expiration_date IS 'Expiry date of the lot; it may precede administration_date if an expired dose was given.';
COMMENT ON COLUMN public.vaccinations.next_due_date IS 'PHI: Date when the next dose of the series is due. Reminders use it.';
COMMENT ON COLUMN public.vaccinations.reactions IS 'PHI: Reactions after the dose, in the observer''s own words.';
COMMENT ON COLUMN public.vaccinations.adverse_events IS 'PHI: Structured details of adverse events; the application defines the JSON structure.';
COMMENT ON COLUMN public.vaccinations.exemption_status IS 'PHI: TRUE if the student is exempt from this vaccine.';
COMMENT ON COLUMN public.vaccinations.exemption_reason IS 'PHI: Ground of the exemption: medical, religious or other.';
COMMENT ON COLUMN public.vaccinations.exemption_document IS 'PHI: Path or URL of the signed exemption form.';
COMMENT ON COLUMN public.vaccinations.compliance_status IS 'PHI: Whether the student meets the requirement for this vaccine.';
COMMENT ON COLUMN public.vaccinations.vfc_eligibility IS 'PHI: TRUE if the student is eligible for the federal Vaccines for Children (VFC) program.';
COMMENT ON COLUMN public.vaccinations.vis_provided IS 'TRUE if the family received the Vaccine Information Statement (VIS) before the dose.';
COMMENT ON COLUMN public.vaccinations.vis_date IS 'Date of the Vaccine Information Statement; it is not defined whether of the edition or of the handover.';
COMMENT ON COLUMN public.vaccinations.consent_obtained IS 'TRUE if consent to the dose was on file when it was given.';
COMMENT ON COLUMN public.vaccinations.consent_by IS 'PHI: Name of the parent or guardian who consented, as text.';
COMMENT ON COLUMN public.vaccinations.notes IS 'PHI: Notes of the nurse on this dose or exemption.';
COMMENT ON COLUMN public.vaccinations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.vaccinations.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.vaccinations.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.vaccinations.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.vaccinations.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- vaccinations: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.vaccinations
    ADD CONSTRAINT vaccinations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.vaccinations
    ADD CONSTRAINT vaccinations_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.vaccinations
    ADD CONSTRAINT vaccinations_health_record_id_fkey FOREIGN KEY (health_record_id) REFERENCES public.health_records(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.vaccinations
    ADD CONSTRAINT vaccinations_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.vaccinations
    ADD CONSTRAINT vaccinations_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.vaccinations
    ADD CONSTRAINT vaccinations_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- vaccinations: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX vaccinations_created_by_idx ON public.vaccinations USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX vaccinations_health_record_id_idx ON public.vaccinations USING btree (health_record_id) WHERE (health_record_id IS NOT NULL);

CREATE INDEX vaccinations_lot_number_idx ON public.vaccinations USING btree (lot_number) WHERE ((lot_number IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.vaccinations_lot_number_idx IS 'Doses of one vaccine lot in all schools, for a recall.';

CREATE INDEX vaccinations_school_id_administration_date_idx ON public.vaccinations USING btree (school_id, administration_date DESC);

CREATE INDEX vaccinations_school_id_next_due_date_idx ON public.vaccinations USING btree (school_id, next_due_date) INCLUDE (student_id, vaccine_type) WHERE ((next_due_date IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.vaccinations_school_id_next_due_date_idx IS 'Next doses of a school, the next due first; includes student and vaccine.';

CREATE INDEX vaccinations_school_id_vaccine_type_compliance_status_idx ON public.vaccinations USING btree (school_id, vaccine_type, compliance_status) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.vaccinations_school_id_vaccine_type_compliance_status_idx IS 'Vaccinations of a school for one vaccine, by compliance status.';

CREATE INDEX vaccinations_student_id_administration_date_idx ON public.vaccinations USING btree (student_id, administration_date DESC);

CREATE INDEX vaccinations_updated_by_idx ON public.vaccinations USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- vaccinations: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER vaccinations_050_no_hard_delete BEFORE DELETE ON public.vaccinations FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.vaccinations ENABLE ALWAYS TRIGGER vaccinations_050_no_hard_delete;
COMMENT ON TRIGGER vaccinations_050_no_hard_delete ON public.vaccinations IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER vaccinations_050_no_truncate BEFORE TRUNCATE ON public.vaccinations FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.vaccinations ENABLE ALWAYS TRIGGER vaccinations_050_no_truncate;
COMMENT ON TRIGGER vaccinations_050_no_truncate ON public.vaccinations IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER vaccinations_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.vaccinations FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.vaccinations ENABLE ALWAYS TRIGGER vaccinations_100_school_id;

CREATE TRIGGER vaccinations_200_updated_at BEFORE UPDATE ON public.vaccinations FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER vaccinations_900_audit_delete AFTER DELETE ON public.vaccinations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_vaccinations();
ALTER TABLE public.vaccinations ENABLE ALWAYS TRIGGER vaccinations_900_audit_delete;
COMMENT ON TRIGGER vaccinations_900_audit_delete ON public.vaccinations IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER vaccinations_900_audit_insert AFTER INSERT ON public.vaccinations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_vaccinations();
ALTER TABLE public.vaccinations ENABLE ALWAYS TRIGGER vaccinations_900_audit_insert;
COMMENT ON TRIGGER vaccinations_900_audit_insert ON public.vaccinations IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER vaccinations_900_audit_key AFTER UPDATE ON public.vaccinations FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_vaccinations();
ALTER TABLE public.vaccinations ENABLE ALWAYS TRIGGER vaccinations_900_audit_key;
COMMENT ON TRIGGER vaccinations_900_audit_key ON public.vaccinations IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER vaccinations_900_audit_truncate AFTER TRUNCATE ON public.vaccinations FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_vaccinations();
ALTER TABLE public.vaccinations ENABLE ALWAYS TRIGGER vaccinations_900_audit_truncate;
COMMENT ON TRIGGER vaccinations_900_audit_truncate ON public.vaccinations IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER vaccinations_900_audit_update AFTER UPDATE ON public.vaccinations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_vaccinations();
ALTER TABLE public.vaccinations ENABLE ALWAYS TRIGGER vaccinations_900_audit_update;
COMMENT ON TRIGGER vaccinations_900_audit_update ON public.vaccinations IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- vaccinations: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.vaccinations ENABLE ROW LEVEL SECURITY;

CREATE POLICY vaccinations_delete_trusted ON public.vaccinations
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY vaccinations_delete_trusted ON public.vaccinations IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY vaccinations_fence_admin ON public.vaccinations
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY vaccinations_fence_admin ON public.vaccinations IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY vaccinations_fence_district ON public.vaccinations
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY vaccinations_fence_district ON public.vaccinations IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY vaccinations_fence_school ON public.vaccinations
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY vaccinations_fence_school ON public.vaccinations IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY vaccinations_insert_staff ON public.vaccinations
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY vaccinations_insert_staff ON public.vaccinations IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY vaccinations_insert_trusted ON public.vaccinations
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY vaccinations_insert_trusted ON public.vaccinations IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY vaccinations_select_masked ON public.vaccinations
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY vaccinations_select_masked ON public.vaccinations IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY vaccinations_select_staff ON public.vaccinations
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY vaccinations_select_staff ON public.vaccinations IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY vaccinations_select_trusted ON public.vaccinations
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY vaccinations_select_trusted ON public.vaccinations IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY vaccinations_update_staff ON public.vaccinations
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY vaccinations_update_staff ON public.vaccinations IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY vaccinations_update_trusted ON public.vaccinations
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY vaccinations_update_trusted ON public.vaccinations IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- vaccinations: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.vaccinations TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vaccinations TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(health_record_id),UPDATE(health_record_id) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(vaccine_name),UPDATE(vaccine_name) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(vaccine_type),UPDATE(vaccine_type) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(manufacturer),UPDATE(manufacturer) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(lot_number),UPDATE(lot_number) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(cvx_code),UPDATE(cvx_code) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(ndc_code),UPDATE(ndc_code) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(dose_number),UPDATE(dose_number) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(total_doses),UPDATE(total_doses) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(series_complete),UPDATE(series_complete) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(administration_date),UPDATE(administration_date) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(administered_by),UPDATE(administered_by) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(administered_by_role),UPDATE(administered_by_role) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(facility),UPDATE(facility) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(site_of_administration),UPDATE(site_of_administration) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(route_of_administration),UPDATE(route_of_administration) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(dosage_amount),UPDATE(dosage_amount) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expiration_date),UPDATE(expiration_date) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(next_due_date),UPDATE(next_due_date) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reactions),UPDATE(reactions) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(adverse_events),UPDATE(adverse_events) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(exemption_status),UPDATE(exemption_status) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(exemption_reason),UPDATE(exemption_reason) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(exemption_document),UPDATE(exemption_document) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(compliance_status),UPDATE(compliance_status) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(vfc_eligibility),UPDATE(vfc_eligibility) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(vis_provided),UPDATE(vis_provided) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(vis_date),UPDATE(vis_date) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(consent_obtained),UPDATE(consent_obtained) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(consent_by),UPDATE(consent_by) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.vaccinations
-- ----------------------------------------------------------------------------

CREATE VIEW masked.vaccinations WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    health_record_id,
    NULL::character varying(200) AS vaccine_name,
    vaccine_type,
    manufacturer,
        CASE
            WHEN (length((lot_number)::text) > 6) THEN ('***'::text || "right"((lot_number)::text, 4))
            WHEN (lot_number IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS lot_number,
    NULL::character varying(10) AS cvx_code,
    NULL::character varying(20) AS ndc_code,
    NULL::integer AS dose_number,
    NULL::integer AS total_doses,
    series_complete,
    date_trunc('year'::text, administration_date) AS administration_date,
    ("left"((administered_by)::text, 1) || '.'::text) AS administered_by,
    administered_by_role,
    NULL::character varying(200) AS facility,
    site_of_administration,
    route_of_administration,
    NULL::character varying(50) AS dosage_amount,
    expiration_date,
    (date_trunc('year'::text, (next_due_date)::timestamp with time zone))::date AS next_due_date,
    NULL::text AS reactions,
    NULL::jsonb AS adverse_events,
    exemption_status,
    NULL::text AS exemption_reason,
    NULL::character varying(500) AS exemption_document,
    compliance_status,
    vfc_eligibility,
    vis_provided,
    (date_trunc('year'::text, (vis_date)::timestamp with time zone))::date AS vis_date,
    consent_obtained,
    ("left"((consent_by)::text, 1) || '.'::text) AS consent_by,
    NULL::text AS notes,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at
   FROM public.vaccinations t;

ALTER VIEW masked.vaccinations OWNER TO whitecross_masker;

COMMENT ON VIEW masked.vaccinations IS 'Table vaccinations with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.vaccinations: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.vaccinations TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.vaccinations
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.vaccinations WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    health_record_id AS "healthRecordId",
    vaccine_name AS "vaccineName",
    vaccine_type AS "vaccineType",
    manufacturer,
    lot_number AS "lotNumber",
    cvx_code AS "cvxCode",
    ndc_code AS "ndcCode",
    dose_number AS "doseNumber",
    total_doses AS "totalDoses",
    series_complete AS "seriesComplete",
    administration_date AS "administrationDate",
    administered_by AS "administeredBy",
    administered_by_role AS "administeredByRole",
    facility,
    site_of_administration AS "siteOfAdministration",
    route_of_administration AS "routeOfAdministration",
    dosage_amount AS "dosageAmount",
    expiration_date AS "expirationDate",
    next_due_date AS "nextDueDate",
    reactions,
    adverse_events AS "adverseEvents",
    exemption_status AS "exemptionStatus",
    exemption_reason AS "exemptionReason",
    exemption_document AS "exemptionDocument",
    compliance_status AS "complianceStatus",
    vfc_eligibility AS "vfcEligibility",
    vis_provided AS "visProvided",
    vis_date AS "visDate",
    consent_obtained AS "consentObtained",
    consent_by AS "consentBy",
    notes,
    created_by AS "createdBy",
    updated_by AS "updatedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.vaccinations;

COMMENT ON VIEW sequelize.vaccinations IS 'Model Vaccination: public.vaccinations with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.vaccinations: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER vaccinations_050_soft_delete INSTEAD OF DELETE ON sequelize.vaccinations FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('vaccinations');
COMMENT ON TRIGGER vaccinations_050_soft_delete ON sequelize.vaccinations IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.vaccinations: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.vaccinations TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.vaccinations TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_vaccinations
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_vaccinations()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '64MB'
 SET enable_nestloop TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_variable
DECLARE
    v_salt bytea := (SELECT s.salt FROM phi.audit_salt AS s);
    v_user uuid := phi.claim('user_id');
    v_role name := coalesce(nullif(current_setting('role'), 'none'), session_user);
    v_address text := host(inet_client_addr());
    v_program text := current_setting('application_name');
    v_request text := left(nullif(current_setting('app.request_id', TRUE), ''), 100);
    v_session text := left(nullif(current_setting('app.session_id', TRUE), ''), 100);
    v_claims jsonb := phi.logged_claims();
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, new_values
        )
        SELECT
            'vaccinations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(n.health_record_id) END,
                CASE WHEN n.vaccine_name IS NOT NULL THEN '"vaccine_name":' || '"***"' END,
                CASE WHEN n.vaccine_type IS NOT NULL THEN '"vaccine_type":' || to_json(n.vaccine_type) END,
                CASE WHEN n.manufacturer IS NOT NULL THEN '"manufacturer":' || to_json(n.manufacturer) END,
                CASE WHEN n.lot_number IS NOT NULL THEN '"lot_number":' || '"***"' END,
                CASE WHEN n.cvx_code IS NOT NULL THEN '"cvx_code":' || '"***"' END,
                CASE WHEN n.ndc_code IS NOT NULL THEN '"ndc_code":' || '"***"' END,
                CASE WHEN n.dose_number IS NOT NULL THEN '"dose_number":' || '"***"' END,
                CASE WHEN n.total_doses IS NOT NULL THEN '"total_doses":' || '"***"' END,
                CASE WHEN n.series_complete IS NOT NULL THEN '"series_complete":' || to_json(n.series_complete) END,
                CASE WHEN n.administration_date IS NOT NULL THEN '"administration_date":' || '"***"' END,
                CASE WHEN n.administered_by IS NOT NULL THEN '"administered_by":' || '"***"' END,
                CASE WHEN n.administered_by_role IS NOT NULL THEN '"administered_by_role":' || to_json(n.administered_by_role) END,
                CASE WHEN n.facility IS NOT NULL THEN '"facility":' || '"***"' END,
                CASE WHEN n.site_of_administration IS NOT NULL THEN '"site_of_administration":' || to_json(n.site_of_administration) END,
                CASE WHEN n.route_of_administration IS NOT NULL THEN '"route_of_administration":' || to_json(n.route_of_administration) END,
                CASE WHEN n.dosage_amount IS NOT NULL THEN '"dosage_amount":' || '"***"' END,
                CASE WHEN n.expiration_date IS NOT NULL THEN '"expiration_date":' || to_json(n.expiration_date) END,
                CASE WHEN n.next_due_date IS NOT NULL THEN '"next_due_date":' || '"***"' END,
                CASE WHEN n.reactions IS NOT NULL THEN '"reactions":' || '"***"' END,
                CASE WHEN n.adverse_events IS NOT NULL THEN '"adverse_events":' || '"***"' END,
                CASE WHEN n.exemption_status IS NOT NULL THEN '"exemption_status":' || to_json(n.exemption_status) END,
                CASE WHEN n.exemption_reason IS NOT NULL THEN '"exemption_reason":' || '"***"' END,
                CASE WHEN n.exemption_document IS NOT NULL THEN '"exemption_document":' || '"***"' END,
                CASE WHEN n.compliance_status IS NOT NULL THEN '"compliance_status":' || to_json(n.compliance_status) END,
                CASE WHEN n.vfc_eligibility IS NOT NULL THEN '"vfc_eligibility":' || to_json(n.vfc_eligibility) END,
                CASE WHEN n.vis_provided IS NOT NULL THEN '"vis_provided":' || to_json(n.vis_provided) END,
                CASE WHEN n.vis_date IS NOT NULL THEN '"vis_date":' || '"***"' END,
                CASE WHEN n.consent_obtained IS NOT NULL THEN '"consent_obtained":' || to_json(n.consent_obtained) END,
                CASE WHEN n.consent_by IS NOT NULL THEN '"consent_by":' || '"***"' END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.updated_by IS NOT NULL THEN '"updated_by":' || to_json(n.updated_by) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'vaccinations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(o.health_record_id) END,
                CASE WHEN o.vaccine_name IS NOT NULL THEN '"vaccine_name":' || '"***"' END,
                CASE WHEN o.vaccine_type IS NOT NULL THEN '"vaccine_type":' || to_json(o.vaccine_type) END,
                CASE WHEN o.manufacturer IS NOT NULL THEN '"manufacturer":' || to_json(o.manufacturer) END,
                CASE WHEN o.lot_number IS NOT NULL THEN '"lot_number":' || '"***"' END,
                CASE WHEN o.cvx_code IS NOT NULL THEN '"cvx_code":' || '"***"' END,
                CASE WHEN o.ndc_code IS NOT NULL THEN '"ndc_code":' || '"***"' END,
                CASE WHEN o.dose_number IS NOT NULL THEN '"dose_number":' || '"***"' END,
                CASE WHEN o.total_doses IS NOT NULL THEN '"total_doses":' || '"***"' END,
                CASE WHEN o.series_complete IS NOT NULL THEN '"series_complete":' || to_json(o.series_complete) END,
                CASE WHEN o.administration_date IS NOT NULL THEN '"administration_date":' || '"***"' END,
                CASE WHEN o.administered_by IS NOT NULL THEN '"administered_by":' || '"***"' END,
                CASE WHEN o.administered_by_role IS NOT NULL THEN '"administered_by_role":' || to_json(o.administered_by_role) END,
                CASE WHEN o.facility IS NOT NULL THEN '"facility":' || '"***"' END,
                CASE WHEN o.site_of_administration IS NOT NULL THEN '"site_of_administration":' || to_json(o.site_of_administration) END,
                CASE WHEN o.route_of_administration IS NOT NULL THEN '"route_of_administration":' || to_json(o.route_of_administration) END,
                CASE WHEN o.dosage_amount IS NOT NULL THEN '"dosage_amount":' || '"***"' END,
                CASE WHEN o.expiration_date IS NOT NULL THEN '"expiration_date":' || to_json(o.expiration_date) END,
                CASE WHEN o.next_due_date IS NOT NULL THEN '"next_due_date":' || '"***"' END,
                CASE WHEN o.reactions IS NOT NULL THEN '"reactions":' || '"***"' END,
                CASE WHEN o.adverse_events IS NOT NULL THEN '"adverse_events":' || '"***"' END,
                CASE WHEN o.exemption_status IS NOT NULL THEN '"exemption_status":' || to_json(o.exemption_status) END,
                CASE WHEN o.exemption_reason IS NOT NULL THEN '"exemption_reason":' || '"***"' END,
                CASE WHEN o.exemption_document IS NOT NULL THEN '"exemption_document":' || '"***"' END,
                CASE WHEN o.compliance_status IS NOT NULL THEN '"compliance_status":' || to_json(o.compliance_status) END,
                CASE WHEN o.vfc_eligibility IS NOT NULL THEN '"vfc_eligibility":' || to_json(o.vfc_eligibility) END,
                CASE WHEN o.vis_provided IS NOT NULL THEN '"vis_provided":' || to_json(o.vis_provided) END,
                CASE WHEN o.vis_date IS NOT NULL THEN '"vis_date":' || '"***"' END,
                CASE WHEN o.consent_obtained IS NOT NULL THEN '"consent_obtained":' || to_json(o.consent_obtained) END,
                CASE WHEN o.consent_by IS NOT NULL THEN '"consent_by":' || '"***"' END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.updated_by IS NOT NULL THEN '"updated_by":' || to_json(o.updated_by) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'vaccinations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'vaccinations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.vaccine_name IS DISTINCT FROM n.vaccine_name THEN '"vaccine_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' vaccine_name ' || o.vaccine_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.vaccine_type IS DISTINCT FROM n.vaccine_type THEN '"vaccine_type":' || coalesce(to_json(o.vaccine_type)::text, 'null') END,
                CASE WHEN o.manufacturer IS DISTINCT FROM n.manufacturer THEN '"manufacturer":' || coalesce(to_json(o.manufacturer)::text, 'null') END,
                CASE WHEN o.lot_number IS DISTINCT FROM n.lot_number THEN '"lot_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' lot_number ' || o.lot_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.cvx_code IS DISTINCT FROM n.cvx_code THEN '"cvx_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' cvx_code ' || o.cvx_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ndc_code IS DISTINCT FROM n.ndc_code THEN '"ndc_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ndc_code ' || o.ndc_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dose_number IS DISTINCT FROM n.dose_number THEN '"dose_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dose_number ' || o.dose_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.total_doses IS DISTINCT FROM n.total_doses THEN '"total_doses":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' total_doses ' || o.total_doses::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.series_complete IS DISTINCT FROM n.series_complete THEN '"series_complete":' || coalesce(to_json(o.series_complete)::text, 'null') END,
                CASE WHEN o.administration_date IS DISTINCT FROM n.administration_date THEN '"administration_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administration_date ' || o.administration_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administered_by ' || o.administered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by_role IS DISTINCT FROM n.administered_by_role THEN '"administered_by_role":' || coalesce(to_json(o.administered_by_role)::text, 'null') END,
                CASE WHEN o.facility IS DISTINCT FROM n.facility THEN '"facility":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' facility ' || o.facility::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.site_of_administration IS DISTINCT FROM n.site_of_administration THEN '"site_of_administration":' || coalesce(to_json(o.site_of_administration)::text, 'null') END,
                CASE WHEN o.route_of_administration IS DISTINCT FROM n.route_of_administration THEN '"route_of_administration":' || coalesce(to_json(o.route_of_administration)::text, 'null') END,
                CASE WHEN o.dosage_amount IS DISTINCT FROM n.dosage_amount THEN '"dosage_amount":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage_amount ' || o.dosage_amount::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.expiration_date IS DISTINCT FROM n.expiration_date THEN '"expiration_date":' || coalesce(to_json(o.expiration_date)::text, 'null') END,
                CASE WHEN o.next_due_date IS DISTINCT FROM n.next_due_date THEN '"next_due_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' next_due_date ' || o.next_due_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reactions IS DISTINCT FROM n.reactions THEN '"reactions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reactions ' || o.reactions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.adverse_events IS DISTINCT FROM n.adverse_events THEN '"adverse_events":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' adverse_events ' || o.adverse_events::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.exemption_status IS DISTINCT FROM n.exemption_status THEN '"exemption_status":' || coalesce(to_json(o.exemption_status)::text, 'null') END,
                CASE WHEN o.exemption_reason IS DISTINCT FROM n.exemption_reason THEN '"exemption_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' exemption_reason ' || o.exemption_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.exemption_document IS DISTINCT FROM n.exemption_document THEN '"exemption_document":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' exemption_document ' || o.exemption_document::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.compliance_status IS DISTINCT FROM n.compliance_status THEN '"compliance_status":' || coalesce(to_json(o.compliance_status)::text, 'null') END,
                CASE WHEN o.vfc_eligibility IS DISTINCT FROM n.vfc_eligibility THEN '"vfc_eligibility":' || coalesce(to_json(o.vfc_eligibility)::text, 'null') END,
                CASE WHEN o.vis_provided IS DISTINCT FROM n.vis_provided THEN '"vis_provided":' || coalesce(to_json(o.vis_provided)::text, 'null') END,
                CASE WHEN o.vis_date IS DISTINCT FROM n.vis_date THEN '"vis_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' vis_date ' || o.vis_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.consent_obtained IS DISTINCT FROM n.consent_obtained THEN '"consent_obtained":' || coalesce(to_json(o.consent_obtained)::text, 'null') END,
                CASE WHEN o.consent_by IS DISTINCT FROM n.consent_by THEN '"consent_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' consent_by ' || o.consent_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(n.health_record_id)::text, 'null') END,
                CASE WHEN o.vaccine_name IS DISTINCT FROM n.vaccine_name THEN '"vaccine_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' vaccine_name ' || n.vaccine_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.vaccine_type IS DISTINCT FROM n.vaccine_type THEN '"vaccine_type":' || coalesce(to_json(n.vaccine_type)::text, 'null') END,
                CASE WHEN o.manufacturer IS DISTINCT FROM n.manufacturer THEN '"manufacturer":' || coalesce(to_json(n.manufacturer)::text, 'null') END,
                CASE WHEN o.lot_number IS DISTINCT FROM n.lot_number THEN '"lot_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' lot_number ' || n.lot_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.cvx_code IS DISTINCT FROM n.cvx_code THEN '"cvx_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' cvx_code ' || n.cvx_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ndc_code IS DISTINCT FROM n.ndc_code THEN '"ndc_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ndc_code ' || n.ndc_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dose_number IS DISTINCT FROM n.dose_number THEN '"dose_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dose_number ' || n.dose_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.total_doses IS DISTINCT FROM n.total_doses THEN '"total_doses":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' total_doses ' || n.total_doses::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.series_complete IS DISTINCT FROM n.series_complete THEN '"series_complete":' || coalesce(to_json(n.series_complete)::text, 'null') END,
                CASE WHEN o.administration_date IS DISTINCT FROM n.administration_date THEN '"administration_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administration_date ' || n.administration_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administered_by ' || n.administered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by_role IS DISTINCT FROM n.administered_by_role THEN '"administered_by_role":' || coalesce(to_json(n.administered_by_role)::text, 'null') END,
                CASE WHEN o.facility IS DISTINCT FROM n.facility THEN '"facility":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' facility ' || n.facility::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.site_of_administration IS DISTINCT FROM n.site_of_administration THEN '"site_of_administration":' || coalesce(to_json(n.site_of_administration)::text, 'null') END,
                CASE WHEN o.route_of_administration IS DISTINCT FROM n.route_of_administration THEN '"route_of_administration":' || coalesce(to_json(n.route_of_administration)::text, 'null') END,
                CASE WHEN o.dosage_amount IS DISTINCT FROM n.dosage_amount THEN '"dosage_amount":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage_amount ' || n.dosage_amount::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.expiration_date IS DISTINCT FROM n.expiration_date THEN '"expiration_date":' || coalesce(to_json(n.expiration_date)::text, 'null') END,
                CASE WHEN o.next_due_date IS DISTINCT FROM n.next_due_date THEN '"next_due_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' next_due_date ' || n.next_due_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reactions IS DISTINCT FROM n.reactions THEN '"reactions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reactions ' || n.reactions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.adverse_events IS DISTINCT FROM n.adverse_events THEN '"adverse_events":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' adverse_events ' || n.adverse_events::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.exemption_status IS DISTINCT FROM n.exemption_status THEN '"exemption_status":' || coalesce(to_json(n.exemption_status)::text, 'null') END,
                CASE WHEN o.exemption_reason IS DISTINCT FROM n.exemption_reason THEN '"exemption_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' exemption_reason ' || n.exemption_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.exemption_document IS DISTINCT FROM n.exemption_document THEN '"exemption_document":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' exemption_document ' || n.exemption_document::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.compliance_status IS DISTINCT FROM n.compliance_status THEN '"compliance_status":' || coalesce(to_json(n.compliance_status)::text, 'null') END,
                CASE WHEN o.vfc_eligibility IS DISTINCT FROM n.vfc_eligibility THEN '"vfc_eligibility":' || coalesce(to_json(n.vfc_eligibility)::text, 'null') END,
                CASE WHEN o.vis_provided IS DISTINCT FROM n.vis_provided THEN '"vis_provided":' || coalesce(to_json(n.vis_provided)::text, 'null') END,
                CASE WHEN o.vis_date IS DISTINCT FROM n.vis_date THEN '"vis_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' vis_date ' || n.vis_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.consent_obtained IS DISTINCT FROM n.consent_obtained THEN '"consent_obtained":' || coalesce(to_json(n.consent_obtained)::text, 'null') END,
                CASE WHEN o.consent_by IS DISTINCT FROM n.consent_by THEN '"consent_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' consent_by ' || n.consent_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'vaccinations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.vaccine_name IS DISTINCT FROM n.vaccine_name THEN '"vaccine_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' vaccine_name ' || o.vaccine_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.vaccine_type IS DISTINCT FROM n.vaccine_type THEN '"vaccine_type":' || coalesce(to_json(o.vaccine_type)::text, 'null') END,
                CASE WHEN o.manufacturer IS DISTINCT FROM n.manufacturer THEN '"manufacturer":' || coalesce(to_json(o.manufacturer)::text, 'null') END,
                CASE WHEN o.lot_number IS DISTINCT FROM n.lot_number THEN '"lot_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' lot_number ' || o.lot_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.cvx_code IS DISTINCT FROM n.cvx_code THEN '"cvx_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' cvx_code ' || o.cvx_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ndc_code IS DISTINCT FROM n.ndc_code THEN '"ndc_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ndc_code ' || o.ndc_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dose_number IS DISTINCT FROM n.dose_number THEN '"dose_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dose_number ' || o.dose_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.total_doses IS DISTINCT FROM n.total_doses THEN '"total_doses":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' total_doses ' || o.total_doses::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.series_complete IS DISTINCT FROM n.series_complete THEN '"series_complete":' || coalesce(to_json(o.series_complete)::text, 'null') END,
                CASE WHEN o.administration_date IS DISTINCT FROM n.administration_date THEN '"administration_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administration_date ' || o.administration_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' administered_by ' || o.administered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by_role IS DISTINCT FROM n.administered_by_role THEN '"administered_by_role":' || coalesce(to_json(o.administered_by_role)::text, 'null') END,
                CASE WHEN o.facility IS DISTINCT FROM n.facility THEN '"facility":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' facility ' || o.facility::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.site_of_administration IS DISTINCT FROM n.site_of_administration THEN '"site_of_administration":' || coalesce(to_json(o.site_of_administration)::text, 'null') END,
                CASE WHEN o.route_of_administration IS DISTINCT FROM n.route_of_administration THEN '"route_of_administration":' || coalesce(to_json(o.route_of_administration)::text, 'null') END,
                CASE WHEN o.dosage_amount IS DISTINCT FROM n.dosage_amount THEN '"dosage_amount":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' dosage_amount ' || o.dosage_amount::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.expiration_date IS DISTINCT FROM n.expiration_date THEN '"expiration_date":' || coalesce(to_json(o.expiration_date)::text, 'null') END,
                CASE WHEN o.next_due_date IS DISTINCT FROM n.next_due_date THEN '"next_due_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' next_due_date ' || o.next_due_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reactions IS DISTINCT FROM n.reactions THEN '"reactions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reactions ' || o.reactions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.adverse_events IS DISTINCT FROM n.adverse_events THEN '"adverse_events":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' adverse_events ' || o.adverse_events::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.exemption_status IS DISTINCT FROM n.exemption_status THEN '"exemption_status":' || coalesce(to_json(o.exemption_status)::text, 'null') END,
                CASE WHEN o.exemption_reason IS DISTINCT FROM n.exemption_reason THEN '"exemption_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' exemption_reason ' || o.exemption_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.exemption_document IS DISTINCT FROM n.exemption_document THEN '"exemption_document":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' exemption_document ' || o.exemption_document::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.compliance_status IS DISTINCT FROM n.compliance_status THEN '"compliance_status":' || coalesce(to_json(o.compliance_status)::text, 'null') END,
                CASE WHEN o.vfc_eligibility IS DISTINCT FROM n.vfc_eligibility THEN '"vfc_eligibility":' || coalesce(to_json(o.vfc_eligibility)::text, 'null') END,
                CASE WHEN o.vis_provided IS DISTINCT FROM n.vis_provided THEN '"vis_provided":' || coalesce(to_json(o.vis_provided)::text, 'null') END,
                CASE WHEN o.vis_date IS DISTINCT FROM n.vis_date THEN '"vis_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' vis_date ' || o.vis_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.consent_obtained IS DISTINCT FROM n.consent_obtained THEN '"consent_obtained":' || coalesce(to_json(o.consent_obtained)::text, 'null') END,
                CASE WHEN o.consent_by IS DISTINCT FROM n.consent_by THEN '"consent_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' consent_by ' || o.consent_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(n.health_record_id)::text, 'null') END,
                CASE WHEN o.vaccine_name IS DISTINCT FROM n.vaccine_name THEN '"vaccine_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' vaccine_name ' || n.vaccine_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.vaccine_type IS DISTINCT FROM n.vaccine_type THEN '"vaccine_type":' || coalesce(to_json(n.vaccine_type)::text, 'null') END,
                CASE WHEN o.manufacturer IS DISTINCT FROM n.manufacturer THEN '"manufacturer":' || coalesce(to_json(n.manufacturer)::text, 'null') END,
                CASE WHEN o.lot_number IS DISTINCT FROM n.lot_number THEN '"lot_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' lot_number ' || n.lot_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.cvx_code IS DISTINCT FROM n.cvx_code THEN '"cvx_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' cvx_code ' || n.cvx_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ndc_code IS DISTINCT FROM n.ndc_code THEN '"ndc_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ndc_code ' || n.ndc_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.dose_number IS DISTINCT FROM n.dose_number THEN '"dose_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dose_number ' || n.dose_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.total_doses IS DISTINCT FROM n.total_doses THEN '"total_doses":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' total_doses ' || n.total_doses::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.series_complete IS DISTINCT FROM n.series_complete THEN '"series_complete":' || coalesce(to_json(n.series_complete)::text, 'null') END,
                CASE WHEN o.administration_date IS DISTINCT FROM n.administration_date THEN '"administration_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administration_date ' || n.administration_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by IS DISTINCT FROM n.administered_by THEN '"administered_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' administered_by ' || n.administered_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.administered_by_role IS DISTINCT FROM n.administered_by_role THEN '"administered_by_role":' || coalesce(to_json(n.administered_by_role)::text, 'null') END,
                CASE WHEN o.facility IS DISTINCT FROM n.facility THEN '"facility":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' facility ' || n.facility::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.site_of_administration IS DISTINCT FROM n.site_of_administration THEN '"site_of_administration":' || coalesce(to_json(n.site_of_administration)::text, 'null') END,
                CASE WHEN o.route_of_administration IS DISTINCT FROM n.route_of_administration THEN '"route_of_administration":' || coalesce(to_json(n.route_of_administration)::text, 'null') END,
                CASE WHEN o.dosage_amount IS DISTINCT FROM n.dosage_amount THEN '"dosage_amount":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' dosage_amount ' || n.dosage_amount::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.expiration_date IS DISTINCT FROM n.expiration_date THEN '"expiration_date":' || coalesce(to_json(n.expiration_date)::text, 'null') END,
                CASE WHEN o.next_due_date IS DISTINCT FROM n.next_due_date THEN '"next_due_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' next_due_date ' || n.next_due_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reactions IS DISTINCT FROM n.reactions THEN '"reactions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reactions ' || n.reactions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.adverse_events IS DISTINCT FROM n.adverse_events THEN '"adverse_events":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' adverse_events ' || n.adverse_events::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.exemption_status IS DISTINCT FROM n.exemption_status THEN '"exemption_status":' || coalesce(to_json(n.exemption_status)::text, 'null') END,
                CASE WHEN o.exemption_reason IS DISTINCT FROM n.exemption_reason THEN '"exemption_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' exemption_reason ' || n.exemption_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.exemption_document IS DISTINCT FROM n.exemption_document THEN '"exemption_document":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' exemption_document ' || n.exemption_document::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.compliance_status IS DISTINCT FROM n.compliance_status THEN '"compliance_status":' || coalesce(to_json(n.compliance_status)::text, 'null') END,
                CASE WHEN o.vfc_eligibility IS DISTINCT FROM n.vfc_eligibility THEN '"vfc_eligibility":' || coalesce(to_json(n.vfc_eligibility)::text, 'null') END,
                CASE WHEN o.vis_provided IS DISTINCT FROM n.vis_provided THEN '"vis_provided":' || coalesce(to_json(n.vis_provided)::text, 'null') END,
                CASE WHEN o.vis_date IS DISTINCT FROM n.vis_date THEN '"vis_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' vis_date ' || n.vis_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.consent_obtained IS DISTINCT FROM n.consent_obtained THEN '"consent_obtained":' || coalesce(to_json(n.consent_obtained)::text, 'null') END,
                CASE WHEN o.consent_by IS DISTINCT FROM n.consent_by THEN '"consent_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' consent_by ' || n.consent_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_vaccinations() IS 'Trigger: logs every change of vaccinations. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_vaccinations() FROM PUBLIC;
