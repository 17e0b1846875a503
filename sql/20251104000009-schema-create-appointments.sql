-- Appointments, their reminders, and the list of those who wait for one.
--
-- vital_signs (slot 06) refers to the appointment it was taken in; its foreign key is added here.
-- appointment_reminders hangs on the appointment, not on the student, and takes its tenant key
-- from there.
--
-- Tables:   appointments, appointment_reminders, appointment_waitlist
-- HIPAA:    PHI in every table; audit trigger and RLS follow in 20251104000027 and 20251104000028
-- Locks:    vital_signs: SHARE ROW EXCLUSIVE while its foreign key is added and checked
-- Rollback: drops the three tables and their rows; clears the references of vital_signs to them
--
-- depends: 20251104000008-schema-create-clinical-system

-- ----------------------------------------------------------------------------
-- The tenant key of what hangs on an appointment
-- ----------------------------------------------------------------------------

CREATE FUNCTION set_school_id_from_appointment()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NEW.appointment_id IS NOT NULL THEN
        NEW.school_id := (
            SELECT p.school_id
            FROM public.appointments AS p
            WHERE p.id = NEW.appointment_id
            FOR KEY SHARE
        );
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION set_school_id_from_appointment() IS
    'Trigger: copies the tenant key from the row of appointments that the new row hangs on.';

REVOKE EXECUTE ON FUNCTION set_school_id_from_appointment() FROM public;

-- ----------------------------------------------------------------------------
-- appointments
-- ----------------------------------------------------------------------------
-- A recurring series is the rows sharing recurring_group_id. There is no table of series.
-- recurring_frequency is free text: the models give it no list of allowed values.

CREATE TABLE appointments (
    id                  uuid               NOT NULL DEFAULT gen_random_uuid(),
    school_id           uuid,
    student_id          uuid               NOT NULL,
    nurse_id            uuid,
    type                appointment_type   NOT NULL,
    scheduled_at        timestamptz        NOT NULL,
    duration            integer            NOT NULL DEFAULT 30,
    status              appointment_status NOT NULL DEFAULT 'SCHEDULED',
    reason              varchar(500)       NOT NULL,
    notes               text,
    recurring_group_id  uuid,
    recurring_frequency varchar(50),
    recurring_end_date  timestamptz,
    created_at          timestamptz        NOT NULL DEFAULT now(),
    updated_at          timestamptz        NOT NULL DEFAULT now(),
    deleted_at          timestamptz,

    CONSTRAINT appointments_pkey
        PRIMARY KEY (id),
    CONSTRAINT appointments_id_school_id_key
        UNIQUE (id, school_id),
    CONSTRAINT appointments_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT appointments_nurse_id_fkey
        FOREIGN KEY (nurse_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT appointments_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT appointments_duration_within_15_to_120_minutes_check
        CHECK (duration BETWEEN 15 AND 120),
    CONSTRAINT appointments_reason_has_three_characters_check
        CHECK (char_length(reason) >= 3),
    CONSTRAINT appointments_notes_within_5000_characters_check
        CHECK (char_length(notes) <= 5000)
);

COMMENT ON TABLE appointments IS
    'PHI: One planned or past visit of a student to the school nurse; nurses plan their day '
    'from it.';
COMMENT ON COLUMN appointments.id IS 'Primary key.';
COMMENT ON COLUMN appointments.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN appointments.student_id IS 'Student who is to be seen.';
COMMENT ON COLUMN appointments.nurse_id IS
    'Nurse in charge, NULL while unassigned or once the account is gone.';
COMMENT ON COLUMN appointments.type IS 'PHI: Why the student is seen.';
COMMENT ON COLUMN appointments.scheduled_at IS 'PHI: Planned start of the visit.';
COMMENT ON COLUMN appointments.duration IS 'Planned length in minutes.';
COMMENT ON COLUMN appointments.status IS
    'Where the visit stands, from planned to held, cancelled or missed.';
COMMENT ON COLUMN appointments.reason IS
    'PHI: Complaint or purpose in the words of whoever booked.';
COMMENT ON COLUMN appointments.notes IS 'PHI: Remarks of the nurse before or after the visit.';
COMMENT ON COLUMN appointments.recurring_group_id IS
    'Shared by all appointments of a series, no table of series exists.';
COMMENT ON COLUMN appointments.recurring_frequency IS
    'Rhythm of the series, free text such as DAILY, WEEKLY, MONTHLY or YEARLY.';
COMMENT ON COLUMN appointments.recurring_end_date IS
    'When the series ends, NULL for single appointments.';
COMMENT ON COLUMN appointments.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN appointments.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN appointments.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX appointments_school_id_scheduled_at_idx ON appointments (school_id, scheduled_at);
CREATE INDEX appointments_student_id_scheduled_at_idx ON appointments (student_id, scheduled_at);
CREATE INDEX appointments_nurse_id_idx ON appointments (nurse_id) WHERE nurse_id IS NOT NULL;

CREATE TRIGGER appointments_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON appointments
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE appointments ENABLE ALWAYS TRIGGER appointments_100_school_id;

CREATE TRIGGER appointments_200_updated_at
BEFORE UPDATE ON appointments
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER appointments_800_first_school_id
AFTER UPDATE OF school_id ON appointments
FOR EACH ROW WHEN (old.school_id IS NULL AND new.school_id IS NOT NULL)
EXECUTE FUNCTION spread_first_school_id();
ALTER TABLE appointments ENABLE ALWAYS TRIGGER appointments_800_first_school_id;

-- ----------------------------------------------------------------------------
-- appointment_reminders
-- ----------------------------------------------------------------------------
-- The text is stored as sent, so that a later edit of the appointment does not rewrite it.

CREATE TABLE appointment_reminders (
    id             uuid             NOT NULL DEFAULT gen_random_uuid(),
    school_id      uuid,
    appointment_id uuid             NOT NULL,
    type           reminder_channel NOT NULL,
    scheduled_for  timestamptz      NOT NULL,
    status         reminder_status  NOT NULL DEFAULT 'SCHEDULED',
    sent_at        timestamptz,
    failure_reason text,
    message        text             NOT NULL,
    created_at     timestamptz      NOT NULL DEFAULT now(),
    updated_at     timestamptz      NOT NULL DEFAULT now(),
    deleted_at     timestamptz,

    CONSTRAINT appointment_reminders_pkey
        PRIMARY KEY (id),
    CONSTRAINT appointment_reminders_appointment_id_fkey
        FOREIGN KEY (appointment_id) REFERENCES appointments (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT appointment_reminders_appointment_id_school_id_fkey
        FOREIGN KEY (appointment_id, school_id) REFERENCES appointments (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE appointment_reminders IS
    'PHI: One reminder of an appointment on one channel; the sending job works the due ones off.';
COMMENT ON COLUMN appointment_reminders.id IS 'Primary key.';
COMMENT ON COLUMN appointment_reminders.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN appointment_reminders.appointment_id IS 'Appointment the reminder is about.';
COMMENT ON COLUMN appointment_reminders.type IS 'Channel on which it goes out.';
COMMENT ON COLUMN appointment_reminders.scheduled_for IS 'When it is due to go out.';
COMMENT ON COLUMN appointment_reminders.status IS 'Where the sending stands.';
COMMENT ON COLUMN appointment_reminders.sent_at IS 'When it went out, NULL while unsent.';
COMMENT ON COLUMN appointment_reminders.failure_reason IS
    'PHI: Error text of the mail, SMS or push service, it may quote the address.';
COMMENT ON COLUMN appointment_reminders.message IS
    'PHI: Text as sent, usually with name and time of visit.';
COMMENT ON COLUMN appointment_reminders.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN appointment_reminders.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN appointment_reminders.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX appointment_reminders_school_id_scheduled_for_idx
    ON appointment_reminders (school_id, scheduled_for);
CREATE INDEX appointment_reminders_appointment_id_idx ON appointment_reminders (appointment_id);

CREATE TRIGGER appointment_reminders_100_school_id
BEFORE INSERT OR UPDATE OF appointment_id, school_id ON appointment_reminders
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_appointment();
ALTER TABLE appointment_reminders ENABLE ALWAYS TRIGGER appointment_reminders_100_school_id;

CREATE TRIGGER appointment_reminders_200_updated_at
BEFORE UPDATE ON appointment_reminders
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- appointment_waitlist
-- ----------------------------------------------------------------------------
-- A waiting entry does not point to the appointment it leads to; the application only marks it
-- SCHEDULED. It has a priority scale of its own, with NORMAL where messages say MEDIUM.

CREATE TABLE appointment_waitlist (
    id             uuid              NOT NULL DEFAULT gen_random_uuid(),
    school_id      uuid,
    student_id     uuid              NOT NULL,
    nurse_id       uuid,
    type           appointment_type  NOT NULL,
    preferred_date timestamptz,
    duration       integer           NOT NULL DEFAULT 30,
    priority       waitlist_priority NOT NULL DEFAULT 'NORMAL',
    reason         varchar(500)      NOT NULL,
    notes          text,
    status         waitlist_status   NOT NULL DEFAULT 'WAITING',
    notified_at    timestamptz,
    expires_at     timestamptz,
    created_at     timestamptz       NOT NULL DEFAULT now(),
    updated_at     timestamptz       NOT NULL DEFAULT now(),
    deleted_at     timestamptz,

    CONSTRAINT appointment_waitlist_pkey
        PRIMARY KEY (id),
    CONSTRAINT appointment_waitlist_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT appointment_waitlist_nurse_id_fkey
        FOREIGN KEY (nurse_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT appointment_waitlist_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT appointment_waitlist_duration_positive_check
        CHECK (duration > 0)
);

COMMENT ON TABLE appointment_waitlist IS
    'PHI: One student waiting for a free slot with the nurse; freed slots are offered from here.';
COMMENT ON COLUMN appointment_waitlist.id IS 'Primary key.';
COMMENT ON COLUMN appointment_waitlist.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN appointment_waitlist.student_id IS 'Student who waits.';
COMMENT ON COLUMN appointment_waitlist.nurse_id IS 'Nurse asked for, NULL means any nurse will do.';
COMMENT ON COLUMN appointment_waitlist.type IS 'PHI: Why the student wants to be seen.';
COMMENT ON COLUMN appointment_waitlist.preferred_date IS
    'PHI: Wished date and time, NULL means any.';
COMMENT ON COLUMN appointment_waitlist.duration IS 'Wished length in minutes.';
COMMENT ON COLUMN appointment_waitlist.priority IS 'Urgency against other entries of the list.';
COMMENT ON COLUMN appointment_waitlist.reason IS
    'PHI: Complaint or purpose in the words of whoever asked.';
COMMENT ON COLUMN appointment_waitlist.notes IS
    'PHI: Further remarks, also on times that do not suit.';
COMMENT ON COLUMN appointment_waitlist.status IS
    'Where the entry stands, from waiting to scheduled or lapsed.';
COMMENT ON COLUMN appointment_waitlist.notified_at IS 'When a free slot was offered.';
COMMENT ON COLUMN appointment_waitlist.expires_at IS
    'After when the entry no longer counts, NULL if open-ended.';
COMMENT ON COLUMN appointment_waitlist.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN appointment_waitlist.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN appointment_waitlist.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX appointment_waitlist_school_id_created_at_idx
    ON appointment_waitlist (school_id, created_at);
CREATE INDEX appointment_waitlist_student_id_created_at_idx
    ON appointment_waitlist (student_id, created_at);
CREATE INDEX appointment_waitlist_nurse_id_idx ON appointment_waitlist (nurse_id)
    WHERE nurse_id IS NOT NULL;

CREATE TRIGGER appointment_waitlist_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON appointment_waitlist
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE appointment_waitlist ENABLE ALWAYS TRIGGER appointment_waitlist_100_school_id;

CREATE TRIGGER appointment_waitlist_200_updated_at
BEFORE UPDATE ON appointment_waitlist
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- Forward reference of slot 06
-- ----------------------------------------------------------------------------

ALTER TABLE vital_signs
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
ADD CONSTRAINT vital_signs_appointment_id_fkey
FOREIGN KEY (appointment_id) REFERENCES appointments (id)
ON UPDATE CASCADE ON DELETE SET NULL;
