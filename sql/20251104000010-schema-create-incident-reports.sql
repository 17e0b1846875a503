-- Incidents at school and the statements of witnesses.
--
-- witness_statements belongs to an incident report and copies its tenant key from there, as does
-- follow_up_actions (20251104000020).
--
-- Tables:   incident_reports, witness_statements
-- HIPAA:    PHI in both tables; audit trigger and RLS follow in 20251104000027 and 20251104000028
-- Locks:    none on existing tables
-- Rollback: drops both tables, their rows and the tenant-key function
--
-- depends: 20251104000009-schema-create-appointments

-- ----------------------------------------------------------------------------
-- The tenant key of rows that belong to an incident report
-- ----------------------------------------------------------------------------

CREATE FUNCTION set_school_id_from_incident_report()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NEW.incident_report_id IS NOT NULL THEN
        NEW.school_id := (
            SELECT p.school_id
            FROM public.incident_reports AS p
            WHERE p.id = NEW.incident_report_id
            FOR KEY SHARE
        );
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION set_school_id_from_incident_report() IS
    'Trigger: copies the tenant key from the incident report that the row belongs to.';

REVOKE EXECUTE ON FUNCTION set_school_id_from_incident_report() FROM public;

-- ----------------------------------------------------------------------------
-- incident_reports
-- ----------------------------------------------------------------------------
-- witnesses holds only the names noted first; their statements are in witness_statements.
-- attachments, evidence_photos and evidence_videos hold the locations of files, never the files.
-- student_id is RESTRICT: an incident report is evidence and must outlive a purge of students.

CREATE TABLE incident_reports (
    id                         uuid                    NOT NULL DEFAULT gen_random_uuid(),
    school_id                  uuid,
    student_id                 uuid                    NOT NULL,
    reported_by_id             uuid                    NOT NULL,
    type                       incident_type           NOT NULL,
    severity                   severity_level          NOT NULL,
    description                text                    NOT NULL,
    location                   varchar(255)            NOT NULL,
    witnesses                  varchar(255)[]          NOT NULL DEFAULT '{}',
    actions_taken              text                    NOT NULL,
    parent_notified            boolean                 DEFAULT FALSE,
    parent_notification_method varchar(255),
    parent_notified_at         timestamptz,
    parent_notified_by         uuid,
    follow_up_required         boolean                 DEFAULT FALSE,
    follow_up_notes            text,
    attachments                varchar(255)[]          NOT NULL DEFAULT '{}',
    evidence_photos            varchar(255)[]          NOT NULL DEFAULT '{}',
    evidence_videos            varchar(255)[]          NOT NULL DEFAULT '{}',
    insurance_claim_number     varchar(255),
    insurance_claim_status     insurance_claim_status,
    legal_compliance_status    legal_compliance_status NOT NULL DEFAULT 'PENDING',
    occurred_at                timestamptz             NOT NULL,
    created_at                 timestamptz             NOT NULL DEFAULT now(),
    created_by                 uuid,
    updated_at                 timestamptz             NOT NULL DEFAULT now(),
    updated_by                 uuid,
    deleted_at                 timestamptz,

    CONSTRAINT incident_reports_pkey
        PRIMARY KEY (id),
    CONSTRAINT incident_reports_id_school_id_key
        UNIQUE (id, school_id),
    CONSTRAINT incident_reports_school_id_fkey
        FOREIGN KEY (school_id) REFERENCES schools (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT incident_reports_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT incident_reports_reported_by_id_fkey
        FOREIGN KEY (reported_by_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT incident_reports_parent_notified_by_fkey
        FOREIGN KEY (parent_notified_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT incident_reports_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT incident_reports_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT incident_reports_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE incident_reports IS
    'PHI: One injury, illness or other incident of a student. Nurses write it, administrators '
    'follow it up.';
COMMENT ON COLUMN incident_reports.id IS 'Primary key.';
COMMENT ON COLUMN incident_reports.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN incident_reports.student_id IS 'Student who was involved in the incident.';
COMMENT ON COLUMN incident_reports.reported_by_id IS 'Staff member who reported the incident.';
COMMENT ON COLUMN incident_reports.type IS
    'PHI: Kind of incident, such as injury or medication error.';
COMMENT ON COLUMN incident_reports.severity IS 'PHI: Severity as the reporter judged it.';
COMMENT ON COLUMN incident_reports.description IS
    'PHI: Course of events in the reporter''s own words.';
COMMENT ON COLUMN incident_reports.location IS 'PHI: Place at or near the school, free text.';
COMMENT ON COLUMN incident_reports.witnesses IS
    'PHI: Names of the witnesses, empty if there were none.';
COMMENT ON COLUMN incident_reports.actions_taken IS
    'PHI: First aid and other measures taken on the spot.';
COMMENT ON COLUMN incident_reports.parent_notified IS 'Whether a parent or guardian has been told.';
COMMENT ON COLUMN incident_reports.parent_notification_method IS
    'Means by which the parent was told (phone, email), free text.';
COMMENT ON COLUMN incident_reports.parent_notified_at IS
    'Time when the parent or guardian was told, NULL before.';
COMMENT ON COLUMN incident_reports.parent_notified_by IS
    'Staff member who told the parent or guardian.';
COMMENT ON COLUMN incident_reports.follow_up_required IS
    'Whether work remains to be done; follow_up_actions lists it.';
COMMENT ON COLUMN incident_reports.follow_up_notes IS
    'PHI: Notes on the remaining work and its results.';
COMMENT ON COLUMN incident_reports.attachments IS
    'PHI: Locations of scanned forms and other documents.';
COMMENT ON COLUMN incident_reports.evidence_photos IS
    'PHI: Locations of photographs of the injury or the scene.';
COMMENT ON COLUMN incident_reports.evidence_videos IS 'PHI: Locations of video recordings.';
COMMENT ON COLUMN incident_reports.insurance_claim_number IS
    'PHI: Claim number assigned by the insurer.';
COMMENT ON COLUMN incident_reports.insurance_claim_status IS
    'Progress of the claim with the insurer.';
COMMENT ON COLUMN incident_reports.legal_compliance_status IS
    'State of the duties to report the incident to authorities.';
COMMENT ON COLUMN incident_reports.occurred_at IS 'PHI: Time of the incident, not of the report.';
COMMENT ON COLUMN incident_reports.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN incident_reports.created_by IS 'User who entered the row.';
COMMENT ON COLUMN incident_reports.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN incident_reports.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN incident_reports.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX incident_reports_school_id_occurred_at_idx
    ON incident_reports (school_id, occurred_at DESC);
CREATE INDEX incident_reports_student_id_occurred_at_idx
    ON incident_reports (student_id, occurred_at DESC);
CREATE INDEX incident_reports_reported_by_id_idx ON incident_reports (reported_by_id);
CREATE INDEX incident_reports_parent_notified_by_idx ON incident_reports (parent_notified_by)
    WHERE parent_notified_by IS NOT NULL;
CREATE INDEX incident_reports_created_by_idx ON incident_reports (created_by)
    WHERE created_by IS NOT NULL;
CREATE INDEX incident_reports_updated_by_idx ON incident_reports (updated_by)
    WHERE updated_by IS NOT NULL;

CREATE TRIGGER incident_reports_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON incident_reports
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE incident_reports ENABLE ALWAYS TRIGGER incident_reports_100_school_id;

CREATE TRIGGER incident_reports_200_updated_at
BEFORE UPDATE ON incident_reports
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER incident_reports_800_first_school_id
AFTER UPDATE OF school_id ON incident_reports
FOR EACH ROW WHEN (old.school_id IS NULL AND new.school_id IS NOT NULL)
EXECUTE FUNCTION spread_first_school_id();
ALTER TABLE incident_reports ENABLE ALWAYS TRIGGER incident_reports_800_first_school_id;

-- ----------------------------------------------------------------------------
-- witness_statements
-- ----------------------------------------------------------------------------
-- A witness may be a visitor without an account, so name and contact are text.

CREATE TABLE witness_statements (
    id                 uuid         NOT NULL DEFAULT gen_random_uuid(),
    school_id          uuid,
    incident_report_id uuid         NOT NULL,
    witness_name       varchar(255) NOT NULL,
    witness_type       witness_type NOT NULL,
    witness_contact    varchar(255),
    statement          text         NOT NULL,
    verified           boolean      NOT NULL DEFAULT FALSE,
    verified_by        uuid,
    verified_at        timestamptz,
    created_at         timestamptz  NOT NULL DEFAULT now(),
    updated_at         timestamptz  NOT NULL DEFAULT now(),
    deleted_at         timestamptz,

    CONSTRAINT witness_statements_pkey
        PRIMARY KEY (id),
    CONSTRAINT witness_statements_incident_report_id_fkey
        FOREIGN KEY (incident_report_id) REFERENCES incident_reports (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT witness_statements_verified_by_fkey
        FOREIGN KEY (verified_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT witness_statements_incident_report_id_school_id_fkey
        FOREIGN KEY (incident_report_id, school_id) REFERENCES incident_reports (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE witness_statements IS
    'PHI: The statement of one witness of an incident, for follow-up, insurance and legal review.';
COMMENT ON COLUMN witness_statements.id IS 'Primary key.';
COMMENT ON COLUMN witness_statements.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN witness_statements.incident_report_id IS 'Incident the statement is about.';
COMMENT ON COLUMN witness_statements.witness_name IS
    'PHI: Full name of the witness, who may be a child or a parent.';
COMMENT ON COLUMN witness_statements.witness_type IS 'Relation of the witness to the school.';
COMMENT ON COLUMN witness_statements.witness_contact IS
    'PHI: Phone number, email or postal address of the witness, free text.';
COMMENT ON COLUMN witness_statements.statement IS 'PHI: Statement in the witness''s own words.';
COMMENT ON COLUMN witness_statements.verified IS
    'Whether a staff member has confirmed the statement.';
COMMENT ON COLUMN witness_statements.verified_by IS 'Staff member who confirmed the statement.';
COMMENT ON COLUMN witness_statements.verified_at IS
    'Time when verified_by confirmed the statement, NULL before.';
COMMENT ON COLUMN witness_statements.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN witness_statements.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN witness_statements.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX witness_statements_school_id_idx ON witness_statements (school_id);
CREATE INDEX witness_statements_incident_report_id_idx ON witness_statements (incident_report_id);
CREATE INDEX witness_statements_verified_by_idx ON witness_statements (verified_by)
    WHERE verified_by IS NOT NULL;

CREATE TRIGGER witness_statements_100_school_id
BEFORE INSERT OR UPDATE OF incident_report_id, school_id ON witness_statements
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_incident_report();
ALTER TABLE witness_statements ENABLE ALWAYS TRIGGER witness_statements_100_school_id;

CREATE TRIGGER witness_statements_200_updated_at
BEFORE UPDATE ON witness_statements
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
