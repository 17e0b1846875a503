-- Appointments, their reminders, and the waiting list.
--
-- vital_signs (20251104000006) refers to the appointment at which the readings were taken; this
-- file adds its foreign key. appointment_reminders belongs to an appointment and not directly to a
-- student, so it copies its tenant key from the appointment.
--
-- Tables:   appointments, appointment_reminders, appointment_waitlist
-- HIPAA:    PHI in every table; audit trigger and RLS follow in 20251104000027 and 20251104000028
-- Locks:    vital_signs: SHARE ROW EXCLUSIVE while its foreign key is added and checked
-- Rollback: drops the three tables and their rows; sets the references in vital_signs to NULL
--
-- depends: 20251104000008-schema-create-clinical-system

-- ----------------------------------------------------------------------------
-- The tenant key of rows that belong to an appointment
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
    'Trigger: copies the tenant key from the appointment that the row belongs to.';

REVOKE EXECUTE ON FUNCTION set_school_id_from_appointment() FROM public;

-- ----------------------------------------------------------------------------
-- appointments
-- ----------------------------------------------------------------------------
-- The appointments of a recurring series share a recurring_group_id; there is no table of series.
-- recurring_frequency is free text because the model lists no allowed values.

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
    'PHI: One planned or past appointment of a student with the school nurse.';
COMMENT ON COLUMN appointments.id IS 'Primary key.';
COMMENT ON COLUMN appointments.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN appointments.student_id IS 'Student who has the appointment.';
COMMENT ON COLUMN appointments.nurse_id IS
    'Nurse in charge; NULL if none is assigned or the account was deleted.';
COMMENT ON COLUMN appointments.type IS
    'PHI: Reason for the appointment, as a fixed list; reason has the details.';
COMMENT ON COLUMN appointments.scheduled_at IS 'PHI: Planned start of the appointment.';
COMMENT ON COLUMN appointments.duration IS 'Planned length in minutes.';
COMMENT ON COLUMN appointments.status IS
    'Progress of the appointment, from scheduled to completed, cancelled or missed.';
COMMENT ON COLUMN appointments.reason IS
    'PHI: Complaint or purpose, in the words of the person who booked.';
COMMENT ON COLUMN appointments.notes IS 'PHI: Notes of the nurse before or after the appointment.';
COMMENT ON COLUMN appointments.recurring_group_id IS
    'Id shared by all appointments of a series, NULL for single ones; it refers to no table.';
COMMENT ON COLUMN appointments.recurring_frequency IS
    'Frequency of the series (DAILY, WEEKLY, MONTHLY, YEARLY), free text.';
COMMENT ON COLUMN appointments.recurring_end_date IS
    'Time when the series ends, NULL for single appointments.';
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
-- message is stored as it was sent; a later edit of the appointment does not change it.

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
    'PHI: One reminder of an appointment on one channel. A job of the application sends those '
    'that are due.';
COMMENT ON COLUMN appointment_reminders.id IS 'Primary key.';
COMMENT ON COLUMN appointment_reminders.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN appointment_reminders.appointment_id IS 'Appointment the reminder is about.';
COMMENT ON COLUMN appointment_reminders.type IS 'Channel on which the reminder is sent.';
COMMENT ON COLUMN appointment_reminders.scheduled_for IS
    'Time when the reminder is due to be sent.';
COMMENT ON COLUMN appointment_reminders.status IS
    'State of the reminder, from SCHEDULED to SENT, FAILED or CANCELLED.';
COMMENT ON COLUMN appointment_reminders.sent_at IS
    'Time when the job sent the reminder, NULL before.';
COMMENT ON COLUMN appointment_reminders.failure_reason IS
    'PHI: Error text of the mail, SMS or push service; it may quote the address.';
COMMENT ON COLUMN appointment_reminders.message IS
    'PHI: Text as sent, usually with the name and the time of the appointment.';
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
-- An entry does not refer to the appointment that results from it; the application only sets its
-- status to SCHEDULED. The priority scale is its own: NORMAL here, MEDIUM in messages.

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
    'PHI: One student who waits for a free appointment with the nurse.';
COMMENT ON COLUMN appointment_waitlist.id IS 'Primary key.';
COMMENT ON COLUMN appointment_waitlist.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN appointment_waitlist.student_id IS 'Student who waits.';
COMMENT ON COLUMN appointment_waitlist.nurse_id IS
    'Nurse whom the student wants to see, NULL for any nurse.';
COMMENT ON COLUMN appointment_waitlist.type IS
    'PHI: Reason for the appointment, as a fixed list; reason has the details.';
COMMENT ON COLUMN appointment_waitlist.preferred_date IS
    'PHI: Preferred date and time, NULL for any.';
COMMENT ON COLUMN appointment_waitlist.duration IS 'Requested length in minutes.';
COMMENT ON COLUMN appointment_waitlist.priority IS
    'Urgency in comparison with the other entries of the list.';
COMMENT ON COLUMN appointment_waitlist.reason IS
    'PHI: Complaint or purpose, in the words of the person who asked.';
COMMENT ON COLUMN appointment_waitlist.notes IS
    'PHI: Further notes, such as times that do not suit the student.';
COMMENT ON COLUMN appointment_waitlist.status IS
    'State of the entry, from waiting to scheduled, expired or cancelled.';
COMMENT ON COLUMN appointment_waitlist.notified_at IS
    'Time when a free appointment was offered, NULL before.';
COMMENT ON COLUMN appointment_waitlist.expires_at IS
    'Time when the entry expires, NULL if it does not.';
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
-- Foreign key of vital_signs (created in 20251104000006)
-- ----------------------------------------------------------------------------

ALTER TABLE vital_signs
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
ADD CONSTRAINT vital_signs_appointment_id_fkey
FOREIGN KEY (appointment_id) REFERENCES appointments (id)
ON UPDATE CASCADE ON DELETE SET NULL;
