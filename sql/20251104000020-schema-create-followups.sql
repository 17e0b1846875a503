-- Follow-up actions after incidents and follow-up appointments after clinic visits.
--
-- follow_up_appointments refers to itself twice: a rescheduled appointment refers to the one that
-- it replaces and to the one that replaces it. Both columns are nullable, so the application
-- inserts the new row, then updates the old one, and no constraint needs to be deferrable.
--
-- Tables:   follow_up_actions, follow_up_appointments
-- HIPAA:    PHI in both tables; audit trigger and RLS follow in 20251104000027 and 20251104000028
-- Locks:    none on existing tables
-- Rollback: drops both tables and their rows
--
-- depends: 20251104000019-schema-create-integrations

-- ----------------------------------------------------------------------------
-- follow_up_actions
-- ----------------------------------------------------------------------------

CREATE TABLE follow_up_actions (
    id                 uuid                    NOT NULL DEFAULT gen_random_uuid(),
    school_id          uuid,
    incident_report_id uuid                    NOT NULL,
    action             text                    NOT NULL,
    due_date           timestamptz             NOT NULL,
    priority           action_priority         NOT NULL DEFAULT 'MEDIUM',
    status             follow_up_action_status NOT NULL DEFAULT 'PENDING',
    assigned_to        uuid,
    completed_at       timestamptz,
    completed_by       uuid,
    notes              text,
    created_at         timestamptz             NOT NULL DEFAULT now(),
    updated_at         timestamptz             NOT NULL DEFAULT now(),
    deleted_at         timestamptz,

    CONSTRAINT follow_up_actions_pkey
        PRIMARY KEY (id),
    CONSTRAINT follow_up_actions_incident_report_id_fkey
        FOREIGN KEY (incident_report_id) REFERENCES incident_reports (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT follow_up_actions_assigned_to_fkey
        FOREIGN KEY (assigned_to) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT follow_up_actions_completed_by_fkey
        FOREIGN KEY (completed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT follow_up_actions_incident_report_id_school_id_fkey
        FOREIGN KEY (incident_report_id, school_id) REFERENCES incident_reports (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT follow_up_actions_action_not_blank_check
        CHECK (btrim(action) <> '')
);

COMMENT ON TABLE follow_up_actions IS
    'PHI: One task that follows from an incident report, such as a call or a repair. Nurses and '
    'school staff track it.';
COMMENT ON COLUMN follow_up_actions.id IS 'Primary key.';
COMMENT ON COLUMN follow_up_actions.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN follow_up_actions.incident_report_id IS 'Incident report that led to the task.';
COMMENT ON COLUMN follow_up_actions.action IS
    'PHI: Description of the task, free text that may name the student.';
COMMENT ON COLUMN follow_up_actions.due_date IS 'Deadline of the task.';
COMMENT ON COLUMN follow_up_actions.priority IS 'Urgency as the author judged it.';
COMMENT ON COLUMN follow_up_actions.status IS 'Progress of the task.';
COMMENT ON COLUMN follow_up_actions.assigned_to IS
    'User responsible for the task, NULL while unassigned.';
COMMENT ON COLUMN follow_up_actions.completed_at IS
    'Time when completed_by completed the task, NULL before.';
COMMENT ON COLUMN follow_up_actions.completed_by IS
    'User who completed the task; may differ from assigned_to.';
COMMENT ON COLUMN follow_up_actions.notes IS 'PHI: Notes on the task or its result.';
COMMENT ON COLUMN follow_up_actions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN follow_up_actions.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN follow_up_actions.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX follow_up_actions_school_id_due_date_idx ON follow_up_actions (school_id, due_date);
CREATE INDEX follow_up_actions_incident_report_id_idx ON follow_up_actions (incident_report_id);
CREATE INDEX follow_up_actions_assigned_to_idx ON follow_up_actions (assigned_to)
    WHERE assigned_to IS NOT NULL;
CREATE INDEX follow_up_actions_completed_by_idx ON follow_up_actions (completed_by)
    WHERE completed_by IS NOT NULL;

CREATE TRIGGER follow_up_actions_100_school_id
BEFORE INSERT OR UPDATE OF incident_report_id, school_id ON follow_up_actions
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_incident_report();
ALTER TABLE follow_up_actions ENABLE ALWAYS TRIGGER follow_up_actions_100_school_id;

CREATE TRIGGER follow_up_actions_200_updated_at
BEFORE UPDATE ON follow_up_actions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- follow_up_appointments
-- ----------------------------------------------------------------------------
-- The table is separate from appointments: a follow-up results from a clinic visit and has statuses
-- of its own.
-- type and priority are free text because the model lists no values for them.
-- Rescheduling an appointment creates a new row; the two rows refer to each other.

CREATE TABLE follow_up_appointments (
    id                  uuid                         NOT NULL DEFAULT gen_random_uuid(),
    school_id           uuid,
    student_id          uuid                         NOT NULL,
    original_visit_id   uuid,
    scheduled_by        uuid                         NOT NULL,
    scheduled_date      timestamptz                  NOT NULL,
    duration_minutes    integer                      NOT NULL DEFAULT 30,
    reason              text                         NOT NULL,
    type                varchar(100)                 NOT NULL,
    status              follow_up_appointment_status NOT NULL DEFAULT 'scheduled',
    assigned_to         uuid,
    reminder_sent       boolean                      NOT NULL DEFAULT FALSE,
    reminder_sent_at    timestamptz,
    confirmed_at        timestamptz,
    completed_visit_id  uuid,
    completed_at        timestamptz,
    cancelled_at        timestamptz,
    cancellation_reason text,
    rescheduled_from_id uuid,
    rescheduled_to_id   uuid,
    notes               text,
    priority            varchar(50)                  NOT NULL DEFAULT 'normal',
    created_at          timestamptz                  NOT NULL DEFAULT now(),
    updated_at          timestamptz                  NOT NULL DEFAULT now(),
    deleted_at          timestamptz,

    CONSTRAINT follow_up_appointments_pkey
        PRIMARY KEY (id),
    CONSTRAINT follow_up_appointments_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT follow_up_appointments_original_visit_id_fkey
        FOREIGN KEY (original_visit_id) REFERENCES clinic_visits (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT follow_up_appointments_scheduled_by_fkey
        FOREIGN KEY (scheduled_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT follow_up_appointments_assigned_to_fkey
        FOREIGN KEY (assigned_to) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT follow_up_appointments_completed_visit_id_fkey
        FOREIGN KEY (completed_visit_id) REFERENCES clinic_visits (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT follow_up_appointments_rescheduled_from_id_fkey
        FOREIGN KEY (rescheduled_from_id) REFERENCES follow_up_appointments (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT follow_up_appointments_rescheduled_to_id_fkey
        FOREIGN KEY (rescheduled_to_id) REFERENCES follow_up_appointments (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT follow_up_appointments_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT follow_up_appointments_duration_minutes_is_positive_check
        CHECK (duration_minutes > 0),
    CONSTRAINT follow_up_appointments_not_rescheduled_from_itself_check
        CHECK (rescheduled_from_id <> id),
    CONSTRAINT follow_up_appointments_not_rescheduled_to_itself_check
        CHECK (rescheduled_to_id <> id)
);

COMMENT ON TABLE follow_up_appointments IS
    'PHI: One return appointment of a student after a clinic visit, from booking to completion.';
COMMENT ON COLUMN follow_up_appointments.id IS 'Primary key.';
COMMENT ON COLUMN follow_up_appointments.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN follow_up_appointments.student_id IS 'Student who has the follow-up appointment.';
COMMENT ON COLUMN follow_up_appointments.original_visit_id IS
    'Clinic visit that led to the follow-up, NULL if there was none.';
COMMENT ON COLUMN follow_up_appointments.scheduled_by IS 'User who booked the appointment.';
COMMENT ON COLUMN follow_up_appointments.scheduled_date IS 'PHI: Planned start of the appointment.';
COMMENT ON COLUMN follow_up_appointments.duration_minutes IS 'Planned length in minutes.';
COMMENT ON COLUMN follow_up_appointments.reason IS
    'PHI: Reason for seeing the student again, free text.';
COMMENT ON COLUMN follow_up_appointments.type IS 'PHI: Kind of follow-up (wound check), free text.';
COMMENT ON COLUMN follow_up_appointments.status IS
    'Progress of the appointment; lower case as in the application.';
COMMENT ON COLUMN follow_up_appointments.assigned_to IS
    'User who will see the student, NULL while unassigned.';
COMMENT ON COLUMN follow_up_appointments.reminder_sent IS 'TRUE once a reminder has been sent.';
COMMENT ON COLUMN follow_up_appointments.reminder_sent_at IS
    'Time when the latest reminder was sent, NULL before.';
COMMENT ON COLUMN follow_up_appointments.confirmed_at IS
    'Time when the family or the school confirmed the appointment, NULL before.';
COMMENT ON COLUMN follow_up_appointments.completed_visit_id IS
    'Clinic visit at which the follow-up took place.';
COMMENT ON COLUMN follow_up_appointments.completed_at IS 'PHI: Time when the follow-up took place.';
COMMENT ON COLUMN follow_up_appointments.cancelled_at IS
    'Time of the cancellation, NULL unless the appointment was cancelled.';
COMMENT ON COLUMN follow_up_appointments.cancellation_reason IS
    'PHI: Reason why the appointment was called off, free text.';
COMMENT ON COLUMN follow_up_appointments.rescheduled_from_id IS
    'Earlier appointment that this one replaces.';
COMMENT ON COLUMN follow_up_appointments.rescheduled_to_id IS
    'Later appointment that replaces this one.';
COMMENT ON COLUMN follow_up_appointments.notes IS 'PHI: Notes of the nurse.';
COMMENT ON COLUMN follow_up_appointments.priority IS 'Urgency, free text; normal by default.';
COMMENT ON COLUMN follow_up_appointments.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN follow_up_appointments.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN follow_up_appointments.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX follow_up_appointments_school_id_scheduled_date_idx
    ON follow_up_appointments (school_id, scheduled_date);
CREATE INDEX follow_up_appointments_student_id_scheduled_date_idx
    ON follow_up_appointments (student_id, scheduled_date);
CREATE INDEX follow_up_appointments_original_visit_id_idx
    ON follow_up_appointments (original_visit_id)
    WHERE original_visit_id IS NOT NULL;
CREATE INDEX follow_up_appointments_scheduled_by_idx ON follow_up_appointments (scheduled_by);
CREATE INDEX follow_up_appointments_assigned_to_idx ON follow_up_appointments (assigned_to)
    WHERE assigned_to IS NOT NULL;
CREATE INDEX follow_up_appointments_completed_visit_id_idx
    ON follow_up_appointments (completed_visit_id)
    WHERE completed_visit_id IS NOT NULL;
CREATE INDEX follow_up_appointments_rescheduled_from_id_idx
    ON follow_up_appointments (rescheduled_from_id)
    WHERE rescheduled_from_id IS NOT NULL;
CREATE INDEX follow_up_appointments_rescheduled_to_id_idx
    ON follow_up_appointments (rescheduled_to_id)
    WHERE rescheduled_to_id IS NOT NULL;

CREATE TRIGGER follow_up_appointments_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON follow_up_appointments
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE follow_up_appointments ENABLE ALWAYS TRIGGER follow_up_appointments_100_school_id;

CREATE TRIGGER follow_up_appointments_200_updated_at
BEFORE UPDATE ON follow_up_appointments
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
