-- Table vital_signs, with everything that serves it alone.
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
-- vital_signs
-- ----------------------------------------------------------------------------

CREATE TABLE public.vital_signs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    health_record_id uuid,
    appointment_id uuid,
    measurement_date timestamp with time zone NOT NULL,
    measured_by character varying(255),
    measured_by_role text,
    temperature double precision,
    temperature_unit public.temperature_unit DEFAULT 'F'::public.temperature_unit,
    temperature_site text,
    heart_rate integer,
    heart_rhythm text,
    respiratory_rate integer,
    blood_pressure_systolic integer,
    blood_pressure_diastolic integer,
    blood_pressure_position text,
    oxygen_saturation double precision,
    oxygen_supplemental boolean DEFAULT false NOT NULL,
    weight double precision,
    weight_unit public.weight_unit DEFAULT 'lbs'::public.weight_unit,
    height double precision,
    height_unit public.height_unit DEFAULT 'inches'::public.height_unit,
    bmi double precision,
    pain integer,
    pain_location text,
    consciousness public.consciousness_level,
    glucose_level numeric(6,2),
    peak_flow integer,
    is_abnormal boolean DEFAULT false,
    abnormal_flags jsonb,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    CONSTRAINT vital_signs_bmi_is_physical_check CHECK (((bmi > (0)::double precision) AND (bmi < (1000)::double precision))),
    CONSTRAINT vital_signs_diastolic_in_range_check CHECK (((blood_pressure_diastolic >= 0) AND (blood_pressure_diastolic <= 400))),
    CONSTRAINT vital_signs_diastolic_not_above_systolic_check CHECK ((blood_pressure_diastolic <= blood_pressure_systolic)),
    CONSTRAINT vital_signs_glucose_level_in_range_check CHECK (((glucose_level >= (0)::numeric) AND (glucose_level < (5000)::numeric))),
    CONSTRAINT vital_signs_heart_rate_in_range_check CHECK (((heart_rate >= 0) AND (heart_rate <= 400))),
    CONSTRAINT vital_signs_height_is_physical_check CHECK (((height > (0)::double precision) AND (height < (300)::double precision))),
    CONSTRAINT vital_signs_oxygen_saturation_is_percentage_check CHECK (((oxygen_saturation >= (0)::double precision) AND (oxygen_saturation <= (100)::double precision))),
    CONSTRAINT vital_signs_pain_between_0_and_10_check CHECK (((pain >= 0) AND (pain <= 10))),
    CONSTRAINT vital_signs_peak_flow_not_negative_check CHECK ((peak_flow >= 0)),
    CONSTRAINT vital_signs_respiratory_rate_in_range_check CHECK (((respiratory_rate >= 0) AND (respiratory_rate <= 200))),
    CONSTRAINT vital_signs_systolic_in_range_check CHECK (((blood_pressure_systolic >= 0) AND (blood_pressure_systolic <= 400))),
    CONSTRAINT vital_signs_temperature_is_of_a_body_check CHECK (((temperature >= (10)::double precision) AND (temperature <= (120)::double precision))),
    CONSTRAINT vital_signs_weight_is_physical_check CHECK (((weight > (0)::double precision) AND (weight < (2000)::double precision)))
);

ALTER TABLE ONLY public.vital_signs FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.vital_signs IS 'PHI: One set of a student''s vital signs, taken at one moment, at a visit or in an emergency.';
COMMENT ON COLUMN public.vital_signs.id IS 'Primary key.';
COMMENT ON COLUMN public.vital_signs.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.vital_signs.student_id IS 'Student whose vital signs were taken.';
COMMENT ON COLUMN public.vital_signs.health_record_id IS 'Entry of the health record under which the readings are filed, if any.';
COMMENT ON COLUMN public.vital_signs.appointment_id IS 'Appointment at which the readings were taken, if any.';
COMMENT ON COLUMN public.vital_signs.measurement_date IS 'PHI: Time when the readings were taken, often earlier than the time of entry.';
COMMENT ON COLUMN public.vital_signs.measured_by IS 'Name of the person who measured, as text because that person may have no account.';
COMMENT ON COLUMN public.vital_signs.measured_by_role IS 'Profession of that person (school nurse).';
COMMENT ON COLUMN public.vital_signs.temperature IS 'PHI: Body temperature, in temperature_unit.';
COMMENT ON COLUMN public.vital_signs.temperature_unit IS 'Unit of temperature, Fahrenheit or Celsius.';
COMMENT ON COLUMN public.vital_signs.temperature_site IS 'PHI: Body site of the temperature reading (oral, tympanic), free text.';
COMMENT ON COLUMN public.vital_signs.heart_rate IS 'PHI: Heart rate in beats per minute.';
COMMENT ON COLUMN public.vital_signs.heart_rhythm IS 'PHI: Heart rhythm (regular, irregular), free text.';
COMMENT ON COLUMN public.vital_signs.respiratory_rate IS 'PHI: Respiratory rate in breaths per minute.';
COMMENT ON COLUMN public.vital_signs.blood_pressure_systolic IS 'PHI: Systolic (upper) blood pressure in mmHg.';
COMMENT ON COLUMN public.vital_signs.blood_pressure_diastolic IS 'PHI: Diastolic (lower) blood pressure in mmHg.';
COMMENT ON COLUMN public.vital_signs.blood_pressure_position IS 'PHI: Posture during the blood pressure reading (sitting), free text.';
COMMENT ON COLUMN public.vital_signs.oxygen_saturation IS 'PHI: Oxygen saturation (SpO2) in percent.';
COMMENT ON COLUMN public.vital_signs.oxygen_supplemental IS 'PHI: TRUE if the student was receiving oxygen when SpO2 was read.';
COMMENT ON COLUMN public.vital_signs.weight IS 'PHI: Body weight, in weight_unit.';
COMMENT ON COLUMN public.vital_signs.weight_unit IS 'Unit of weight, lbs or kg.';
COMMENT ON COLUMN public.vital_signs.height IS 'PHI: Standing height, in height_unit.';
COMMENT ON COLUMN public.vital_signs.height_unit IS 'Unit of height, inches or cm.';
COMMENT ON COLUMN public.vital_signs.bmi IS 'PHI: Body mass index in kg/m2; sent by the application, not computed here.';
COMMENT ON COLUMN public.vital_signs.pain IS 'PHI: Pain that the student reports, from 0 (none) to 10 (worst).';
COMMENT ON COLUMN public.vital_signs.pain_location IS 'PHI: Body part that hurts, free text.';
COMMENT ON COLUMN public.vital_signs.consciousness IS 'PHI: Level of consciousness on the AVPU scale, extended by drowsy, confused and lethargic.';
COMMENT ON COLUMN public.vital_signs.glucose_level IS 'PHI: Blood glucose; there is no unit column, mg/dL by convention in the US.';
COMMENT ON COLUMN public.vital_signs.peak_flow IS 'PHI: Peak expiratory flow in liters per minute, measured in asthma.';
COMMENT ON COLUMN public.vital_signs.is_abnormal IS 'PHI: TRUE if any reading of the set is out of range.';
COMMENT ON COLUMN public.vital_signs.abnormal_flags IS 'PHI: Readings that are out of range; the application defines the JSON structure.';
COMMENT ON COLUMN public.vital_signs.notes IS 'PHI: Notes on the readings.';
COMMENT ON COLUMN public.vital_signs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.vital_signs.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.vital_signs.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.vital_signs.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.vital_signs.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- vital_signs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.vital_signs
    ADD CONSTRAINT vital_signs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.vital_signs
    ADD CONSTRAINT vital_signs_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES public.appointments(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.vital_signs
    ADD CONSTRAINT vital_signs_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.vital_signs
    ADD CONSTRAINT vital_signs_health_record_id_fkey FOREIGN KEY (health_record_id) REFERENCES public.health_records(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.vital_signs
    ADD CONSTRAINT vital_signs_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.vital_signs
    ADD CONSTRAINT vital_signs_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.vital_signs
    ADD CONSTRAINT vital_signs_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- vital_signs: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX vital_signs_appointment_id_idx ON public.vital_signs USING btree (appointment_id) WHERE (appointment_id IS NOT NULL);

CREATE INDEX vital_signs_created_by_idx ON public.vital_signs USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX vital_signs_health_record_id_idx ON public.vital_signs USING btree (health_record_id) WHERE (health_record_id IS NOT NULL);

CREATE INDEX vital_signs_measurement_date_brin_idx ON public.vital_signs USING brin (measurement_date) WITH (pages_per_range='16');
COMMENT ON INDEX public.vital_signs_measurement_date_brin_idx IS 'Vital signs of all schools in a time range; rows are inserted in about this order.';

CREATE INDEX vital_signs_school_id_measurement_date_abnormal_idx ON public.vital_signs USING btree (school_id, measurement_date DESC) WHERE (is_abnormal AND (deleted_at IS NULL));
COMMENT ON INDEX public.vital_signs_school_id_measurement_date_abnormal_idx IS 'Abnormal vital signs of a school, newest first.';

CREATE INDEX vital_signs_school_id_measurement_date_idx ON public.vital_signs USING btree (school_id, measurement_date DESC);

CREATE INDEX vital_signs_student_id_measurement_date_idx ON public.vital_signs USING btree (student_id, measurement_date DESC);

CREATE INDEX vital_signs_updated_by_idx ON public.vital_signs USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- vital_signs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER vital_signs_050_no_hard_delete BEFORE DELETE ON public.vital_signs FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.vital_signs ENABLE ALWAYS TRIGGER vital_signs_050_no_hard_delete;
COMMENT ON TRIGGER vital_signs_050_no_hard_delete ON public.vital_signs IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER vital_signs_050_no_truncate BEFORE TRUNCATE ON public.vital_signs FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.vital_signs ENABLE ALWAYS TRIGGER vital_signs_050_no_truncate;
COMMENT ON TRIGGER vital_signs_050_no_truncate ON public.vital_signs IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER vital_signs_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.vital_signs FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.vital_signs ENABLE ALWAYS TRIGGER vital_signs_100_school_id;

CREATE TRIGGER vital_signs_200_updated_at BEFORE UPDATE ON public.vital_signs FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER vital_signs_900_audit_delete AFTER DELETE ON public.vital_signs REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_vital_signs();
ALTER TABLE public.vital_signs ENABLE ALWAYS TRIGGER vital_signs_900_audit_delete;
COMMENT ON TRIGGER vital_signs_900_audit_delete ON public.vital_signs IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER vital_signs_900_audit_insert AFTER INSERT ON public.vital_signs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_vital_signs();
ALTER TABLE public.vital_signs ENABLE ALWAYS TRIGGER vital_signs_900_audit_insert;
COMMENT ON TRIGGER vital_signs_900_audit_insert ON public.vital_signs IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER vital_signs_900_audit_key AFTER UPDATE ON public.vital_signs FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_vital_signs();
ALTER TABLE public.vital_signs ENABLE ALWAYS TRIGGER vital_signs_900_audit_key;
COMMENT ON TRIGGER vital_signs_900_audit_key ON public.vital_signs IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER vital_signs_900_audit_truncate AFTER TRUNCATE ON public.vital_signs FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_vital_signs();
ALTER TABLE public.vital_signs ENABLE ALWAYS TRIGGER vital_signs_900_audit_truncate;
COMMENT ON TRIGGER vital_signs_900_audit_truncate ON public.vital_signs IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER vital_signs_900_audit_update AFTER UPDATE ON public.vital_signs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_vital_signs();
ALTER TABLE public.vital_signs ENABLE ALWAYS TRIGGER vital_signs_900_audit_update;
COMMENT ON TRIGGER vital_signs_900_audit_update ON public.vital_signs IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- vital_signs: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.vital_signs ENABLE ROW LEVEL SECURITY;

CREATE POLICY vital_signs_delete_trusted ON public.vital_signs
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY vital_signs_delete_trusted ON public.vital_signs IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY vital_signs_fence_admin ON public.vital_signs
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY vital_signs_fence_admin ON public.vital_signs IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY vital_signs_fence_district ON public.vital_signs
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY vital_signs_fence_district ON public.vital_signs IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY vital_signs_fence_school ON public.vital_signs
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY vital_signs_fence_school ON public.vital_signs IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY vital_signs_insert_staff ON public.vital_signs
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY vital_signs_insert_staff ON public.vital_signs IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY vital_signs_insert_trusted ON public.vital_signs
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY vital_signs_insert_trusted ON public.vital_signs IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY vital_signs_select_masked ON public.vital_signs
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY vital_signs_select_masked ON public.vital_signs IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY vital_signs_select_staff ON public.vital_signs
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY vital_signs_select_staff ON public.vital_signs IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY vital_signs_select_trusted ON public.vital_signs
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY vital_signs_select_trusted ON public.vital_signs IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY vital_signs_update_staff ON public.vital_signs
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY vital_signs_update_staff ON public.vital_signs IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY vital_signs_update_trusted ON public.vital_signs
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY vital_signs_update_trusted ON public.vital_signs IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- vital_signs: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.vital_signs TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vital_signs TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(health_record_id),UPDATE(health_record_id) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(appointment_id),UPDATE(appointment_id) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(measurement_date),UPDATE(measurement_date) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(measured_by),UPDATE(measured_by) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(measured_by_role),UPDATE(measured_by_role) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(temperature),UPDATE(temperature) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(temperature_unit),UPDATE(temperature_unit) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(temperature_site),UPDATE(temperature_site) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(heart_rate),UPDATE(heart_rate) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(heart_rhythm),UPDATE(heart_rhythm) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(respiratory_rate),UPDATE(respiratory_rate) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(blood_pressure_systolic),UPDATE(blood_pressure_systolic) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(blood_pressure_diastolic),UPDATE(blood_pressure_diastolic) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(blood_pressure_position),UPDATE(blood_pressure_position) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(oxygen_saturation),UPDATE(oxygen_saturation) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(oxygen_supplemental),UPDATE(oxygen_supplemental) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(weight),UPDATE(weight) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(weight_unit),UPDATE(weight_unit) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(height),UPDATE(height) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(height_unit),UPDATE(height_unit) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(bmi),UPDATE(bmi) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(pain),UPDATE(pain) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(pain_location),UPDATE(pain_location) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(consciousness),UPDATE(consciousness) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(glucose_level),UPDATE(glucose_level) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(peak_flow),UPDATE(peak_flow) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_abnormal),UPDATE(is_abnormal) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(abnormal_flags),UPDATE(abnormal_flags) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.vital_signs
-- ----------------------------------------------------------------------------

CREATE VIEW masked.vital_signs WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    health_record_id,
    appointment_id,
    date_trunc('year'::text, measurement_date) AS measurement_date,
    ("left"((measured_by)::text, 1) || '.'::text) AS measured_by,
    measured_by_role,
    NULL::double precision AS temperature,
    temperature_unit,
    NULL::text AS temperature_site,
    NULL::integer AS heart_rate,
    NULL::text AS heart_rhythm,
    NULL::integer AS respiratory_rate,
    NULL::integer AS blood_pressure_systolic,
    NULL::integer AS blood_pressure_diastolic,
    NULL::text AS blood_pressure_position,
    NULL::double precision AS oxygen_saturation,
    oxygen_supplemental,
    NULL::double precision AS weight,
    weight_unit,
    NULL::double precision AS height,
    height_unit,
    NULL::double precision AS bmi,
    NULL::integer AS pain,
    NULL::text AS pain_location,
    consciousness,
    NULL::numeric(6,2) AS glucose_level,
    NULL::integer AS peak_flow,
    is_abnormal,
    NULL::jsonb AS abnormal_flags,
    NULL::text AS notes,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at
   FROM public.vital_signs t;

ALTER VIEW masked.vital_signs OWNER TO whitecross_masker;

COMMENT ON VIEW masked.vital_signs IS 'Table vital_signs with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.vital_signs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.vital_signs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.vital_signs
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.vital_signs WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    measurement_date AS "measurementDate",
    temperature,
    temperature_unit AS "temperatureUnit",
    heart_rate AS "heartRate",
    respiratory_rate AS "respiratoryRate",
    blood_pressure_systolic AS "bloodPressureSystolic",
    blood_pressure_diastolic AS "bloodPressureDiastolic",
    oxygen_saturation AS "oxygenSaturation",
    weight,
    weight_unit AS "weightUnit",
    height,
    height_unit AS "heightUnit",
    bmi,
    pain,
    is_abnormal AS "isAbnormal",
    abnormal_flags AS "abnormalFlags",
    measured_by AS "measuredBy",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.vital_signs;

COMMENT ON VIEW sequelize.vital_signs IS 'Model VitalSigns: public.vital_signs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.vital_signs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER vital_signs_050_soft_delete INSTEAD OF DELETE ON sequelize.vital_signs FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('vital_signs');
COMMENT ON TRIGGER vital_signs_050_soft_delete ON sequelize.vital_signs IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.vital_signs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.vital_signs TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.vital_signs TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_vital_signs
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_vital_signs()
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
            'vital_signs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(n.health_record_id) END,
                CASE WHEN n.appointment_id IS NOT NULL THEN '"appointment_id":' || to_json(n.appointment_id) END,
                CASE WHEN n.measurement_date IS NOT NULL THEN '"measurement_date":' || '"***"' END,
                CASE WHEN n.measured_by IS NOT NULL THEN '"measured_by":' || '"***"' END,
                CASE WHEN n.measured_by_role IS NOT NULL THEN '"measured_by_role":' || to_json(n.measured_by_role) END,
                CASE WHEN n.temperature IS NOT NULL THEN '"temperature":' || '"***"' END,
                CASE WHEN n.temperature_unit IS NOT NULL THEN '"temperature_unit":' || to_json(n.temperature_unit) END,
                CASE WHEN n.temperature_site IS NOT NULL THEN '"temperature_site":' || '"***"' END,
                CASE WHEN n.heart_rate IS NOT NULL THEN '"heart_rate":' || '"***"' END,
                CASE WHEN n.heart_rhythm IS NOT NULL THEN '"heart_rhythm":' || '"***"' END,
                CASE WHEN n.respiratory_rate IS NOT NULL THEN '"respiratory_rate":' || '"***"' END,
                CASE WHEN n.blood_pressure_systolic IS NOT NULL THEN '"blood_pressure_systolic":' || '"***"' END,
                CASE WHEN n.blood_pressure_diastolic IS NOT NULL THEN '"blood_pressure_diastolic":' || '"***"' END,
                CASE WHEN n.blood_pressure_position IS NOT NULL THEN '"blood_pressure_position":' || '"***"' END,
                CASE WHEN n.oxygen_saturation IS NOT NULL THEN '"oxygen_saturation":' || '"***"' END,
                CASE WHEN n.oxygen_supplemental IS NOT NULL THEN '"oxygen_supplemental":' || to_json(n.oxygen_supplemental) END,
                CASE WHEN n.weight IS NOT NULL THEN '"weight":' || '"***"' END,
                CASE WHEN n.weight_unit IS NOT NULL THEN '"weight_unit":' || to_json(n.weight_unit) END,
                CASE WHEN n.height IS NOT NULL THEN '"height":' || '"***"' END,
                CASE WHEN n.height_unit IS NOT NULL THEN '"height_unit":' || to_json(n.height_unit) END,
                CASE WHEN n.bmi IS NOT NULL THEN '"bmi":' || '"***"' END,
                CASE WHEN n.pain IS NOT NULL THEN '"pain":' || '"***"' END,
                CASE WHEN n.pain_location IS NOT NULL THEN '"pain_location":' || '"***"' END,
                CASE WHEN n.consciousness IS NOT NULL THEN '"consciousness":' || to_json(n.consciousness) END,
                CASE WHEN n.glucose_level IS NOT NULL THEN '"glucose_level":' || '"***"' END,
                CASE WHEN n.peak_flow IS NOT NULL THEN '"peak_flow":' || '"***"' END,
                CASE WHEN n.is_abnormal IS NOT NULL THEN '"is_abnormal":' || to_json(n.is_abnormal) END,
                CASE WHEN n.abnormal_flags IS NOT NULL THEN '"abnormal_flags":' || '"***"' END,
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
            'vital_signs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(o.health_record_id) END,
                CASE WHEN o.appointment_id IS NOT NULL THEN '"appointment_id":' || to_json(o.appointment_id) END,
                CASE WHEN o.measurement_date IS NOT NULL THEN '"measurement_date":' || '"***"' END,
                CASE WHEN o.measured_by IS NOT NULL THEN '"measured_by":' || '"***"' END,
                CASE WHEN o.measured_by_role IS NOT NULL THEN '"measured_by_role":' || to_json(o.measured_by_role) END,
                CASE WHEN o.temperature IS NOT NULL THEN '"temperature":' || '"***"' END,
                CASE WHEN o.temperature_unit IS NOT NULL THEN '"temperature_unit":' || to_json(o.temperature_unit) END,
                CASE WHEN o.temperature_site IS NOT NULL THEN '"temperature_site":' || '"***"' END,
                CASE WHEN o.heart_rate IS NOT NULL THEN '"heart_rate":' || '"***"' END,
                CASE WHEN o.heart_rhythm IS NOT NULL THEN '"heart_rhythm":' || '"***"' END,
                CASE WHEN o.respiratory_rate IS NOT NULL THEN '"respiratory_rate":' || '"***"' END,
                CASE WHEN o.blood_pressure_systolic IS NOT NULL THEN '"blood_pressure_systolic":' || '"***"' END,
                CASE WHEN o.blood_pressure_diastolic IS NOT NULL THEN '"blood_pressure_diastolic":' || '"***"' END,
                CASE WHEN o.blood_pressure_position IS NOT NULL THEN '"blood_pressure_position":' || '"***"' END,
                CASE WHEN o.oxygen_saturation IS NOT NULL THEN '"oxygen_saturation":' || '"***"' END,
                CASE WHEN o.oxygen_supplemental IS NOT NULL THEN '"oxygen_supplemental":' || to_json(o.oxygen_supplemental) END,
                CASE WHEN o.weight IS NOT NULL THEN '"weight":' || '"***"' END,
                CASE WHEN o.weight_unit IS NOT NULL THEN '"weight_unit":' || to_json(o.weight_unit) END,
                CASE WHEN o.height IS NOT NULL THEN '"height":' || '"***"' END,
                CASE WHEN o.height_unit IS NOT NULL THEN '"height_unit":' || to_json(o.height_unit) END,
                CASE WHEN o.bmi IS NOT NULL THEN '"bmi":' || '"***"' END,
                CASE WHEN o.pain IS NOT NULL THEN '"pain":' || '"***"' END,
                CASE WHEN o.pain_location IS NOT NULL THEN '"pain_location":' || '"***"' END,
                CASE WHEN o.consciousness IS NOT NULL THEN '"consciousness":' || to_json(o.consciousness) END,
                CASE WHEN o.glucose_level IS NOT NULL THEN '"glucose_level":' || '"***"' END,
                CASE WHEN o.peak_flow IS NOT NULL THEN '"peak_flow":' || '"***"' END,
                CASE WHEN o.is_abnormal IS NOT NULL THEN '"is_abnormal":' || to_json(o.is_abnormal) END,
                CASE WHEN o.abnormal_flags IS NOT NULL THEN '"abnormal_flags":' || '"***"' END,
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
            'vital_signs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'vital_signs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.appointment_id IS DISTINCT FROM n.appointment_id THEN '"appointment_id":' || coalesce(to_json(o.appointment_id)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measurement_date ' || o.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measured_by ' || o.measured_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by_role IS DISTINCT FROM n.measured_by_role THEN '"measured_by_role":' || coalesce(to_json(o.measured_by_role)::text, 'null') END,
                CASE WHEN o.temperature IS DISTINCT FROM n.temperature THEN '"temperature":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' temperature ' || o.temperature::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.temperature_unit IS DISTINCT FROM n.temperature_unit THEN '"temperature_unit":' || coalesce(to_json(o.temperature_unit)::text, 'null') END,
                CASE WHEN o.temperature_site IS DISTINCT FROM n.temperature_site THEN '"temperature_site":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' temperature_site ' || o.temperature_site::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.heart_rate IS DISTINCT FROM n.heart_rate THEN '"heart_rate":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' heart_rate ' || o.heart_rate::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.heart_rhythm IS DISTINCT FROM n.heart_rhythm THEN '"heart_rhythm":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' heart_rhythm ' || o.heart_rhythm::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.respiratory_rate IS DISTINCT FROM n.respiratory_rate THEN '"respiratory_rate":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' respiratory_rate ' || o.respiratory_rate::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_systolic IS DISTINCT FROM n.blood_pressure_systolic THEN '"blood_pressure_systolic":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' blood_pressure_systolic ' || o.blood_pressure_systolic::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_diastolic IS DISTINCT FROM n.blood_pressure_diastolic THEN '"blood_pressure_diastolic":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' blood_pressure_diastolic ' || o.blood_pressure_diastolic::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_position IS DISTINCT FROM n.blood_pressure_position THEN '"blood_pressure_position":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' blood_pressure_position ' || o.blood_pressure_position::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.oxygen_saturation IS DISTINCT FROM n.oxygen_saturation THEN '"oxygen_saturation":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' oxygen_saturation ' || o.oxygen_saturation::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.oxygen_supplemental IS DISTINCT FROM n.oxygen_supplemental THEN '"oxygen_supplemental":' || coalesce(to_json(o.oxygen_supplemental)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' weight ' || o.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(o.weight_unit)::text, 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' height ' || o.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(o.height_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' bmi ' || o.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.pain IS DISTINCT FROM n.pain THEN '"pain":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' pain ' || o.pain::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.pain_location IS DISTINCT FROM n.pain_location THEN '"pain_location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' pain_location ' || o.pain_location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.consciousness IS DISTINCT FROM n.consciousness THEN '"consciousness":' || coalesce(to_json(o.consciousness)::text, 'null') END,
                CASE WHEN o.glucose_level IS DISTINCT FROM n.glucose_level THEN '"glucose_level":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' glucose_level ' || o.glucose_level::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.peak_flow IS DISTINCT FROM n.peak_flow THEN '"peak_flow":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' peak_flow ' || o.peak_flow::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_abnormal IS DISTINCT FROM n.is_abnormal THEN '"is_abnormal":' || coalesce(to_json(o.is_abnormal)::text, 'null') END,
                CASE WHEN o.abnormal_flags IS DISTINCT FROM n.abnormal_flags THEN '"abnormal_flags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' abnormal_flags ' || o.abnormal_flags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
                CASE WHEN o.appointment_id IS DISTINCT FROM n.appointment_id THEN '"appointment_id":' || coalesce(to_json(n.appointment_id)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measurement_date ' || n.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measured_by ' || n.measured_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by_role IS DISTINCT FROM n.measured_by_role THEN '"measured_by_role":' || coalesce(to_json(n.measured_by_role)::text, 'null') END,
                CASE WHEN o.temperature IS DISTINCT FROM n.temperature THEN '"temperature":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' temperature ' || n.temperature::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.temperature_unit IS DISTINCT FROM n.temperature_unit THEN '"temperature_unit":' || coalesce(to_json(n.temperature_unit)::text, 'null') END,
                CASE WHEN o.temperature_site IS DISTINCT FROM n.temperature_site THEN '"temperature_site":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' temperature_site ' || n.temperature_site::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.heart_rate IS DISTINCT FROM n.heart_rate THEN '"heart_rate":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' heart_rate ' || n.heart_rate::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.heart_rhythm IS DISTINCT FROM n.heart_rhythm THEN '"heart_rhythm":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' heart_rhythm ' || n.heart_rhythm::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.respiratory_rate IS DISTINCT FROM n.respiratory_rate THEN '"respiratory_rate":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' respiratory_rate ' || n.respiratory_rate::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_systolic IS DISTINCT FROM n.blood_pressure_systolic THEN '"blood_pressure_systolic":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' blood_pressure_systolic ' || n.blood_pressure_systolic::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_diastolic IS DISTINCT FROM n.blood_pressure_diastolic THEN '"blood_pressure_diastolic":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' blood_pressure_diastolic ' || n.blood_pressure_diastolic::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_position IS DISTINCT FROM n.blood_pressure_position THEN '"blood_pressure_position":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' blood_pressure_position ' || n.blood_pressure_position::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.oxygen_saturation IS DISTINCT FROM n.oxygen_saturation THEN '"oxygen_saturation":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' oxygen_saturation ' || n.oxygen_saturation::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.oxygen_supplemental IS DISTINCT FROM n.oxygen_supplemental THEN '"oxygen_supplemental":' || coalesce(to_json(n.oxygen_supplemental)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' weight ' || n.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(n.weight_unit)::text, 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' height ' || n.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(n.height_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' bmi ' || n.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.pain IS DISTINCT FROM n.pain THEN '"pain":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' pain ' || n.pain::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.pain_location IS DISTINCT FROM n.pain_location THEN '"pain_location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' pain_location ' || n.pain_location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.consciousness IS DISTINCT FROM n.consciousness THEN '"consciousness":' || coalesce(to_json(n.consciousness)::text, 'null') END,
                CASE WHEN o.glucose_level IS DISTINCT FROM n.glucose_level THEN '"glucose_level":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' glucose_level ' || n.glucose_level::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.peak_flow IS DISTINCT FROM n.peak_flow THEN '"peak_flow":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' peak_flow ' || n.peak_flow::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_abnormal IS DISTINCT FROM n.is_abnormal THEN '"is_abnormal":' || coalesce(to_json(n.is_abnormal)::text, 'null') END,
                CASE WHEN o.abnormal_flags IS DISTINCT FROM n.abnormal_flags THEN '"abnormal_flags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' abnormal_flags ' || n.abnormal_flags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'vital_signs', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.appointment_id IS DISTINCT FROM n.appointment_id THEN '"appointment_id":' || coalesce(to_json(o.appointment_id)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measurement_date ' || o.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' measured_by ' || o.measured_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by_role IS DISTINCT FROM n.measured_by_role THEN '"measured_by_role":' || coalesce(to_json(o.measured_by_role)::text, 'null') END,
                CASE WHEN o.temperature IS DISTINCT FROM n.temperature THEN '"temperature":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' temperature ' || o.temperature::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.temperature_unit IS DISTINCT FROM n.temperature_unit THEN '"temperature_unit":' || coalesce(to_json(o.temperature_unit)::text, 'null') END,
                CASE WHEN o.temperature_site IS DISTINCT FROM n.temperature_site THEN '"temperature_site":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' temperature_site ' || o.temperature_site::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.heart_rate IS DISTINCT FROM n.heart_rate THEN '"heart_rate":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' heart_rate ' || o.heart_rate::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.heart_rhythm IS DISTINCT FROM n.heart_rhythm THEN '"heart_rhythm":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' heart_rhythm ' || o.heart_rhythm::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.respiratory_rate IS DISTINCT FROM n.respiratory_rate THEN '"respiratory_rate":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' respiratory_rate ' || o.respiratory_rate::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_systolic IS DISTINCT FROM n.blood_pressure_systolic THEN '"blood_pressure_systolic":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' blood_pressure_systolic ' || o.blood_pressure_systolic::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_diastolic IS DISTINCT FROM n.blood_pressure_diastolic THEN '"blood_pressure_diastolic":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' blood_pressure_diastolic ' || o.blood_pressure_diastolic::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_position IS DISTINCT FROM n.blood_pressure_position THEN '"blood_pressure_position":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' blood_pressure_position ' || o.blood_pressure_position::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.oxygen_saturation IS DISTINCT FROM n.oxygen_saturation THEN '"oxygen_saturation":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' oxygen_saturation ' || o.oxygen_saturation::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.oxygen_supplemental IS DISTINCT FROM n.oxygen_supplemental THEN '"oxygen_supplemental":' || coalesce(to_json(o.oxygen_supplemental)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' weight ' || o.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(o.weight_unit)::text, 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' height ' || o.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(o.height_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' bmi ' || o.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.pain IS DISTINCT FROM n.pain THEN '"pain":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' pain ' || o.pain::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.pain_location IS DISTINCT FROM n.pain_location THEN '"pain_location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' pain_location ' || o.pain_location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.consciousness IS DISTINCT FROM n.consciousness THEN '"consciousness":' || coalesce(to_json(o.consciousness)::text, 'null') END,
                CASE WHEN o.glucose_level IS DISTINCT FROM n.glucose_level THEN '"glucose_level":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' glucose_level ' || o.glucose_level::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.peak_flow IS DISTINCT FROM n.peak_flow THEN '"peak_flow":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' peak_flow ' || o.peak_flow::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_abnormal IS DISTINCT FROM n.is_abnormal THEN '"is_abnormal":' || coalesce(to_json(o.is_abnormal)::text, 'null') END,
                CASE WHEN o.abnormal_flags IS DISTINCT FROM n.abnormal_flags THEN '"abnormal_flags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' abnormal_flags ' || o.abnormal_flags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
                CASE WHEN o.appointment_id IS DISTINCT FROM n.appointment_id THEN '"appointment_id":' || coalesce(to_json(n.appointment_id)::text, 'null') END,
                CASE WHEN o.measurement_date IS DISTINCT FROM n.measurement_date THEN '"measurement_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measurement_date ' || n.measurement_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by IS DISTINCT FROM n.measured_by THEN '"measured_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' measured_by ' || n.measured_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.measured_by_role IS DISTINCT FROM n.measured_by_role THEN '"measured_by_role":' || coalesce(to_json(n.measured_by_role)::text, 'null') END,
                CASE WHEN o.temperature IS DISTINCT FROM n.temperature THEN '"temperature":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' temperature ' || n.temperature::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.temperature_unit IS DISTINCT FROM n.temperature_unit THEN '"temperature_unit":' || coalesce(to_json(n.temperature_unit)::text, 'null') END,
                CASE WHEN o.temperature_site IS DISTINCT FROM n.temperature_site THEN '"temperature_site":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' temperature_site ' || n.temperature_site::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.heart_rate IS DISTINCT FROM n.heart_rate THEN '"heart_rate":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' heart_rate ' || n.heart_rate::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.heart_rhythm IS DISTINCT FROM n.heart_rhythm THEN '"heart_rhythm":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' heart_rhythm ' || n.heart_rhythm::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.respiratory_rate IS DISTINCT FROM n.respiratory_rate THEN '"respiratory_rate":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' respiratory_rate ' || n.respiratory_rate::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_systolic IS DISTINCT FROM n.blood_pressure_systolic THEN '"blood_pressure_systolic":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' blood_pressure_systolic ' || n.blood_pressure_systolic::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_diastolic IS DISTINCT FROM n.blood_pressure_diastolic THEN '"blood_pressure_diastolic":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' blood_pressure_diastolic ' || n.blood_pressure_diastolic::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.blood_pressure_position IS DISTINCT FROM n.blood_pressure_position THEN '"blood_pressure_position":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' blood_pressure_position ' || n.blood_pressure_position::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.oxygen_saturation IS DISTINCT FROM n.oxygen_saturation THEN '"oxygen_saturation":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' oxygen_saturation ' || n.oxygen_saturation::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.oxygen_supplemental IS DISTINCT FROM n.oxygen_supplemental THEN '"oxygen_supplemental":' || coalesce(to_json(n.oxygen_supplemental)::text, 'null') END,
                CASE WHEN o.weight IS DISTINCT FROM n.weight THEN '"weight":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' weight ' || n.weight::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.weight_unit IS DISTINCT FROM n.weight_unit THEN '"weight_unit":' || coalesce(to_json(n.weight_unit)::text, 'null') END,
                CASE WHEN o.height IS DISTINCT FROM n.height THEN '"height":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' height ' || n.height::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.height_unit IS DISTINCT FROM n.height_unit THEN '"height_unit":' || coalesce(to_json(n.height_unit)::text, 'null') END,
                CASE WHEN o.bmi IS DISTINCT FROM n.bmi THEN '"bmi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' bmi ' || n.bmi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.pain IS DISTINCT FROM n.pain THEN '"pain":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' pain ' || n.pain::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.pain_location IS DISTINCT FROM n.pain_location THEN '"pain_location":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' pain_location ' || n.pain_location::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.consciousness IS DISTINCT FROM n.consciousness THEN '"consciousness":' || coalesce(to_json(n.consciousness)::text, 'null') END,
                CASE WHEN o.glucose_level IS DISTINCT FROM n.glucose_level THEN '"glucose_level":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' glucose_level ' || n.glucose_level::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.peak_flow IS DISTINCT FROM n.peak_flow THEN '"peak_flow":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' peak_flow ' || n.peak_flow::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_abnormal IS DISTINCT FROM n.is_abnormal THEN '"is_abnormal":' || coalesce(to_json(n.is_abnormal)::text, 'null') END,
                CASE WHEN o.abnormal_flags IS DISTINCT FROM n.abnormal_flags THEN '"abnormal_flags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' abnormal_flags ' || n.abnormal_flags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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

COMMENT ON FUNCTION phi.audit_vital_signs() IS 'Trigger: logs every change of vital_signs. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_vital_signs() FROM PUBLIC;
