-- Incidents at school and what the witnesses said.
--
-- witness_statements hangs on the incident and takes its tenant key from there; so does
-- follow_up_actions (slot 20).
--
-- Tables:   incident_reports, witness_statements
-- HIPAA:    PHI in both tables; audit trigger and RLS follow in 20251104000027 and 20251104000028
-- Locks:    none on existing tables
-- Rollback: drops both tables, their rows and the tenant-key function
--
-- depends: 20251104000009-schema-create-appointments

-- ----------------------------------------------------------------------------
-- The tenant key of what hangs on an incident
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
    'Trigger: copies the tenant key from the row of incident_reports that the new row hangs on.';

REVOKE EXECUTE ON FUNCTION set_school_id_from_incident_report() FROM public;

-- ----------------------------------------------------------------------------
-- incident_reports
-- ----------------------------------------------------------------------------
-- witnesses holds bare names as first noted. What they said goes into witness_statements.
-- The three arrays of files hold locations only, never the files.
-- RESTRICT on the student: an incident is evidence and must not vanish with a purged student.

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
    'PHI: One injury, illness or other incident of a student; nurses write it, '
    'administrators follow up.';
COMMENT ON COLUMN incident_reports.id IS 'Primary key.';
COMMENT ON COLUMN incident_reports.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN incident_reports.student_id IS 'Student the incident happened to.';
COMMENT ON COLUMN incident_reports.reported_by_id IS 'Staff member who reported the incident.';
COMMENT ON COLUMN incident_reports.type IS 'PHI: Kind of incident.';
COMMENT ON COLUMN incident_reports.severity IS 'PHI: How grave it was, as judged by the reporter.';
COMMENT ON COLUMN incident_reports.description IS 'PHI: Course of events as told by the reporter.';
COMMENT ON COLUMN incident_reports.location IS 'PHI: Place at or near the school, free text.';
COMMENT ON COLUMN incident_reports.witnesses IS
    'PHI: Names of those who saw it, empty if nobody did.';
COMMENT ON COLUMN incident_reports.actions_taken IS
    'PHI: First aid and other measures on the spot.';
COMMENT ON COLUMN incident_reports.parent_notified IS 'Whether a parent or guardian has been told.';
COMMENT ON COLUMN incident_reports.parent_notification_method IS
    'How the parent was told, free text such as phone or email.';
COMMENT ON COLUMN incident_reports.parent_notified_at IS 'When the parent was told.';
COMMENT ON COLUMN incident_reports.parent_notified_by IS 'Staff member who told the parent.';
COMMENT ON COLUMN incident_reports.follow_up_required IS
    'Whether something remains to be done, see follow_up_actions.';
COMMENT ON COLUMN incident_reports.follow_up_notes IS
    'PHI: What remains to be done and how it went.';
COMMENT ON COLUMN incident_reports.attachments IS
    'PHI: Locations of scanned forms and other documents.';
COMMENT ON COLUMN incident_reports.evidence_photos IS
    'PHI: Locations of photographs of injury or scene.';
COMMENT ON COLUMN incident_reports.evidence_videos IS 'PHI: Locations of video recordings.';
COMMENT ON COLUMN incident_reports.insurance_claim_number IS
    'PHI: Claim number given by the insurer.';
COMMENT ON COLUMN incident_reports.insurance_claim_status IS
    'Where the claim stands with the insurer.';
COMMENT ON COLUMN incident_reports.legal_compliance_status IS
    'Whether reporting duties towards authorities are met.';
COMMENT ON COLUMN incident_reports.occurred_at IS
    'PHI: When the incident happened, not when it was reported.';
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
-- A witness may be a visitor without an account: name and contact are text, no foreign key.

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
    'PHI: What one witness said about an incident; used in follow-up, insurance and legal review.';
COMMENT ON COLUMN witness_statements.id IS 'Primary key.';
COMMENT ON COLUMN witness_statements.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN witness_statements.incident_report_id IS 'Incident the statement is about.';
COMMENT ON COLUMN witness_statements.witness_name IS
    'PHI: Full name, the witness may be a child or a parent.';
COMMENT ON COLUMN witness_statements.witness_type IS 'In which capacity the witness was there.';
COMMENT ON COLUMN witness_statements.witness_contact IS 'PHI: Phone, email or address, free text.';
COMMENT ON COLUMN witness_statements.statement IS 'PHI: Statement in the words of the witness.';
COMMENT ON COLUMN witness_statements.verified IS
    'Whether a staff member has confirmed the statement.';
COMMENT ON COLUMN witness_statements.verified_by IS 'Staff member who confirmed it.';
COMMENT ON COLUMN witness_statements.verified_at IS 'When it was confirmed.';
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
