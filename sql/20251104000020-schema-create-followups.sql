-- What must happen after an incident or a visit.
--
-- follow_up_appointments refers to itself twice: a rescheduled appointment names the one it
-- replaces and the one that replaces it. Both are nullable, so the pair is written in two steps
-- (insert the new, then update the old) and no deferrable constraint is needed.
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
    'PHI: One task that follows from an incident report, such as a call or a repair, tracked '
    'by nurses and school staff.';
COMMENT ON COLUMN follow_up_actions.id IS 'Primary key.';
COMMENT ON COLUMN follow_up_actions.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN follow_up_actions.incident_report_id IS 'Incident that made the task necessary.';
COMMENT ON COLUMN follow_up_actions.action IS
    'PHI: What is to be done, free text that may name the child.';
COMMENT ON COLUMN follow_up_actions.due_date IS 'By when it is to be done.';
COMMENT ON COLUMN follow_up_actions.priority IS 'Urgency as judged by the author.';
COMMENT ON COLUMN follow_up_actions.status IS 'Progress of the task.';
COMMENT ON COLUMN follow_up_actions.assigned_to IS 'User who is to do it, NULL while unassigned.';
COMMENT ON COLUMN follow_up_actions.completed_at IS 'When it was done.';
COMMENT ON COLUMN follow_up_actions.completed_by IS
    'User who did it, not always the one it was assigned to.';
COMMENT ON COLUMN follow_up_actions.notes IS 'PHI: Remarks on the task or its outcome.';
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
-- Separate from appointments: these grow out of a clinic visit and have their own stages.
-- type and priority are free text because the model names no values for them.
-- Moving an appointment makes a new row, the two are linked in both directions.

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
    'PHI: A return visit of a student after a clinic visit, from booking to completion, '
    'planned by nurses.';
COMMENT ON COLUMN follow_up_appointments.id IS 'Primary key.';
COMMENT ON COLUMN follow_up_appointments.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN follow_up_appointments.student_id IS 'Student who is to come back.';
COMMENT ON COLUMN follow_up_appointments.original_visit_id IS
    'Visit that led to the follow-up, NULL if there was none.';
COMMENT ON COLUMN follow_up_appointments.scheduled_by IS 'User who booked it.';
COMMENT ON COLUMN follow_up_appointments.scheduled_date IS
    'PHI: Date and time of the booked visit.';
COMMENT ON COLUMN follow_up_appointments.duration_minutes IS 'Planned length in minutes.';
COMMENT ON COLUMN follow_up_appointments.reason IS 'PHI: Why the child is to be seen again.';
COMMENT ON COLUMN follow_up_appointments.type IS
    'PHI: Kind of follow-up, such as a wound check, free text.';
COMMENT ON COLUMN follow_up_appointments.status IS
    'Stage of the appointment, in the lower-case spelling of the application.';
COMMENT ON COLUMN follow_up_appointments.assigned_to IS
    'User who is to see the child, NULL while open.';
COMMENT ON COLUMN follow_up_appointments.reminder_sent IS 'TRUE once a reminder has gone out.';
COMMENT ON COLUMN follow_up_appointments.reminder_sent_at IS 'When the latest reminder went out.';
COMMENT ON COLUMN follow_up_appointments.confirmed_at IS 'When the family or the school confirmed.';
COMMENT ON COLUMN follow_up_appointments.completed_visit_id IS
    'Visit in which the follow-up took place.';
COMMENT ON COLUMN follow_up_appointments.completed_at IS 'PHI: When the follow-up took place.';
COMMENT ON COLUMN follow_up_appointments.cancelled_at IS 'When it was called off.';
COMMENT ON COLUMN follow_up_appointments.cancellation_reason IS
    'PHI: Why it was called off, free text.';
COMMENT ON COLUMN follow_up_appointments.rescheduled_from_id IS
    'Earlier appointment that this one replaces.';
COMMENT ON COLUMN follow_up_appointments.rescheduled_to_id IS
    'Later appointment that replaces this one.';
COMMENT ON COLUMN follow_up_appointments.notes IS 'PHI: Remarks of the nurse.';
COMMENT ON COLUMN follow_up_appointments.priority IS 'Urgency, free text, normal unless stated.';
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
