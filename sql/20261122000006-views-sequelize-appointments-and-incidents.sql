-- Compatibility views for the application: appointments, incidents and their follow-up.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    appointments, appointment_reminders, appointment_waitlist, incident_reports,
--           witness_statements, follow_up_actions, follow_up_appointments
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000005-views-sequelize-clinical-system

-- ----------------------------------------------------------------------------
-- appointments: model Appointment
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.appointments
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id          AS "studentId",
    nurse_id            AS "nurseId",
    type,
    scheduled_at        AS "scheduledAt",
    duration,
    status,
    reason,
    notes,
    recurring_group_id  AS "recurringGroupId",
    recurring_frequency AS "recurringFrequency",
    recurring_end_date  AS "recurringEndDate",
    created_at          AS "createdAt",
    updated_at          AS "updatedAt",
    deleted_at          AS "deletedAt"
FROM public.appointments;

COMMENT ON VIEW sequelize.appointments IS
    'Model Appointment: public.appointments with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- appointment_reminders: model AppointmentReminder
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.appointment_reminders
WITH (security_invoker = TRUE) AS
SELECT
    id,
    appointment_id AS "appointmentId",
    type,
    scheduled_for  AS "scheduledFor",
    status,
    sent_at        AS "sentAt",
    failure_reason AS "failureReason",
    message,
    created_at     AS "createdAt",
    updated_at     AS "updatedAt"
FROM public.appointment_reminders
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.appointment_reminders IS
    'Model AppointmentReminder: public.appointment_reminders with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- appointment_waitlist: model AppointmentWaitlist
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.appointment_waitlist
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id     AS "studentId",
    nurse_id       AS "nurseId",
    type,
    preferred_date AS "preferredDate",
    duration,
    priority,
    reason,
    notes,
    status,
    notified_at    AS "notifiedAt",
    expires_at     AS "expiresAt",
    created_at     AS "createdAt",
    updated_at     AS "updatedAt"
FROM public.appointment_waitlist
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.appointment_waitlist IS
    'Model AppointmentWaitlist: public.appointment_waitlist with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- incident_reports: model IncidentReport
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.incident_reports
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id                 AS "studentId",
    reported_by_id             AS "reportedById",
    type,
    severity,
    description,
    location,
    witnesses,
    actions_taken              AS "actionsTaken",
    parent_notified            AS "parentNotified",
    parent_notification_method AS "parentNotificationMethod",
    parent_notified_at         AS "parentNotifiedAt",
    parent_notified_by         AS "parentNotifiedBy",
    follow_up_required         AS "followUpRequired",
    follow_up_notes            AS "followUpNotes",
    attachments,
    evidence_photos            AS "evidencePhotos",
    evidence_videos            AS "evidenceVideos",
    insurance_claim_number     AS "insuranceClaimNumber",
    insurance_claim_status     AS "insuranceClaimStatus",
    legal_compliance_status    AS "legalComplianceStatus",
    occurred_at                AS "occurredAt",
    created_by                 AS "createdBy",
    updated_by                 AS "updatedBy",
    created_at                 AS "createdAt",
    updated_at                 AS "updatedAt",
    deleted_at                 AS "deletedAt",
    school_id                  AS "schoolId"
FROM public.incident_reports;

COMMENT ON VIEW sequelize.incident_reports IS
    'Model IncidentReport: public.incident_reports with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- witness_statements: model WitnessStatement
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.witness_statements
WITH (security_invoker = TRUE) AS
SELECT
    id,
    incident_report_id AS "incidentReportId",
    witness_name       AS "witnessName",
    witness_type       AS "witnessType",
    witness_contact    AS "witnessContact",
    statement,
    verified,
    verified_by        AS "verifiedBy",
    verified_at        AS "verifiedAt",
    created_at         AS "createdAt",
    updated_at         AS "updatedAt"
FROM public.witness_statements
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.witness_statements IS
    'Model WitnessStatement: public.witness_statements with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- follow_up_actions: model FollowUpAction
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.follow_up_actions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    incident_report_id AS "incidentReportId",
    action,
    due_date           AS "dueDate",
    priority,
    status,
    assigned_to        AS "assignedTo",
    completed_at       AS "completedAt",
    completed_by       AS "completedBy",
    notes,
    created_at         AS "createdAt",
    updated_at         AS "updatedAt"
FROM public.follow_up_actions
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.follow_up_actions IS
    'Model FollowUpAction: public.follow_up_actions with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- follow_up_appointments: model FollowUpAppointment
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.follow_up_appointments
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id          AS "studentId",
    original_visit_id   AS "originalVisitId",
    scheduled_by        AS "scheduledBy",
    scheduled_date      AS "scheduledDate",
    duration_minutes    AS "durationMinutes",
    reason,
    type,
    status,
    assigned_to         AS "assignedTo",
    reminder_sent       AS "reminderSent",
    reminder_sent_at    AS "reminderSentAt",
    confirmed_at        AS "confirmedAt",
    completed_visit_id  AS "completedVisitId",
    completed_at        AS "completedAt",
    cancelled_at        AS "cancelledAt",
    cancellation_reason AS "cancellationReason",
    rescheduled_from_id AS "rescheduledFromId",
    rescheduled_to_id   AS "rescheduledToId",
    notes,
    priority,
    created_at          AS "createdAt",
    updated_at          AS "updatedAt"
FROM public.follow_up_appointments
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.follow_up_appointments IS
    'Model FollowUpAppointment: public.follow_up_appointments with the model''s attribute names'
    '; soft-deleted rows are left out.';
