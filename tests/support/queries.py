"""The queries of the application that must be fast, each with the index it is meant to use.

They are those of the report's index strategy. Most are as the application sends them: to the
views of schema sequelize, with its own names and literal values. Where a school is asked and the
view does not show school_id, they go to the table, as they do once a policy adds the school.
{placeholders} are in VALUES.
"""

from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import Any

import psycopg


def uid(kind: str, number: int) -> str:
    """Return the id that hot_tables.sql gives to the n-th thing of a kind."""
    return md5(f"{kind}{number}".encode()).hexdigest()


def fill(connection: psycopg.Connection[Any], students: int) -> None:
    """Fill the tables that grow by hot_tables.sql; three times as many students are enrolled."""
    connection.execute("SELECT set_config('hot.students', %s, false)", [str(students)])
    connection.execute(Path(__file__).with_name("hot_tables.sql").read_bytes())


# School 1 has the most students, school 30 the fewest; student 1 has the longest history.
SCHOOLS = {"largest": uid("school", 1), "middle": uid("school", 6), "smallest": uid("school", 30)}
VALUES = {
    "school": SCHOOLS["middle"],
    "one_school": SCHOOLS["middle"],
    "district": uid("district", 2),
    "nurse": uid("user", 12),
    "student": uid("student", 7),
    "medication": uid("medication", 3),
    "item": uid("item", 5),
    "conversation": uid("conversation", 5),
    "user": uid("user", 13),
}


@dataclass(frozen=True)
class Query:
    """A query; index_only: it must not read the table."""

    sql: str
    index: str
    index_only: bool = False


QUERIES = {
    "students of a school and grade": Query(
        """
        SELECT "id", "firstName", "lastName" FROM students
        WHERE "deletedAt" IS NULL AND "schoolId" = '{school}' AND "grade" = '5'
        AND "isActive" = true ORDER BY "lastName", "firstName" LIMIT 50
        """,
        "students_school_id_grade_name_active_idx",
    ),
    "students by grade and nurse": Query(
        """
        SELECT "grade", "nurseId", count(*) FROM students
        WHERE "deletedAt" IS NULL AND "schoolId" = '{school}' AND "isActive" = true
        GROUP BY "grade", "nurseId"
        """,
        "students_school_id_grade_name_active_idx",
        index_only=True,
    ),
    "caseload of a nurse": Query(
        """
        SELECT "id", "firstName", "lastName" FROM students
        WHERE "deletedAt" IS NULL AND "nurseId" = '{nurse}' AND "isActive" = true
        ORDER BY "lastName", "firstName" LIMIT 50
        """,
        "students_nurse_id_name_active_idx",
    ),
    "students of a district by grade": Query(
        """
        SELECT count(*) FROM students WHERE "deletedAt" IS NULL
        AND "districtId" = '{district}' AND "grade" = '7' AND "isActive" = true
        """,
        "students_district_id_grade_active_idx",
    ),
    "name as it is typed": Query(
        """
        SELECT "id", "firstName", "lastName" FROM students
        WHERE "deletedAt" IS NULL AND "schoolId" = '{school}'
        AND lower("lastName") LIKE 'family12%' LIMIT 10
        """,
        "students_school_id_lower_name_idx",
    ),
    "name or number by words": Query(
        """
        SELECT "id" FROM students WHERE "deletedAt" IS NULL
        AND to_tsvector('simple', "firstName" || ' ' || "lastName" || ' ' || "studentNumber")
            @@ to_tsquery('simple', 'family17 & first3:*')
        """,
        "students_search_idx",
    ),
    "latest enrollments": Query(
        """
        SELECT "id", "enrollmentDate" FROM students
        WHERE "deletedAt" IS NULL AND "schoolId" = '{school}'
        ORDER BY "enrollmentDate" DESC LIMIT 10
        """,
        "students_school_id_enrollment_date_idx",
    ),
    "staff of a school": Query(
        """
        SELECT "id", "lastName" FROM users
        WHERE "schoolId" = '{school}' AND "role" = 'VIEWER' AND "isActive" = true
        ORDER BY "lastName", "firstName" LIMIT 20
        """,
        "users_school_id_role_active_idx",
    ),
    "staff by words": Query(
        """
        SELECT "id" FROM users
        WHERE to_tsvector('simple', "firstName" || ' ' || "lastName" || ' ' || "email")
            @@ to_tsquery('simple', 'last3771')
        """,
        "users_search_idx",
    ),
    "first contact of a student": Query(
        """
        SELECT "id", "phoneNumber" FROM emergency_contacts
        WHERE "studentId" = '{student}' AND "isActive" = true
        ORDER BY "priority" LIMIT 1
        """,
        "emergency_contacts_student_id_idx",
    ),
    "upcoming appointments of a nurse": Query(
        """
        SELECT * FROM appointments WHERE "deletedAt" IS NULL AND "nurseId" = '{nurse}'
        AND "status" IN ('SCHEDULED', 'IN_PROGRESS') AND "scheduledAt" >= now()
        ORDER BY "scheduledAt" LIMIT 20
        """,
        "appointments_nurse_id_scheduled_at_open_idx",
    ),
    "free time of a nurse": Query(
        """
        SELECT "scheduledAt", "duration" FROM appointments
        WHERE "deletedAt" IS NULL AND "nurseId" = '{nurse}'
        AND "status" IN ('SCHEDULED', 'IN_PROGRESS')
        AND "scheduledAt" BETWEEN now() AND now() + interval '7 days'
        """,
        "appointments_nurse_id_scheduled_at_open_idx",
        index_only=True,
    ),
    "calendar of a nurse": Query(
        """
        SELECT * FROM appointments WHERE "deletedAt" IS NULL AND "nurseId" = '{nurse}'
        AND "scheduledAt" BETWEEN now() - interval '20 days' AND now() - interval '10 days'
        """,
        "appointments_nurse_id_scheduled_at_idx",
    ),
    "appointments to remind of": Query(
        """
        SELECT "id" FROM appointments WHERE "deletedAt" IS NULL
        AND "status" = 'SCHEDULED' AND "scheduledAt" < now() + interval '1 day'
        """,
        "appointments_scheduled_at_open_idx",
    ),
    "appointments of a student": Query(
        """
        SELECT * FROM appointments WHERE "deletedAt" IS NULL AND "studentId" = '{student}'
        ORDER BY "scheduledAt" DESC LIMIT 10
        """,
        "appointments_student_id_scheduled_at_idx",
    ),
    "medication schedule of a student": Query(
        """
        SELECT * FROM student_medications WHERE "studentId" = '{student}' AND "isActive" = true
        AND "startDate" <= now() AND ("endDate" IS NULL OR "endDate" >= now())
        """,
        "student_medications_student_id_start_date_idx",
    ),
    "medication orders that run out": Query(
        """
        SELECT id, end_date FROM public.student_medications WHERE school_id = '{school}'
        AND is_active AND deleted_at IS NULL
        AND end_date BETWEEN now() AND now() + interval '3 days' ORDER BY end_date
        """,
        "student_medications_school_id_end_date_active_idx",
    ),
    "medication orders of a school today": Query(
        """
        SELECT student_id, medication_id FROM public.student_medications
        WHERE school_id = '{school}' AND is_active AND deleted_at IS NULL
        AND start_date <= now() AND end_date >= now()
        """,
        "student_medications_school_id_dates_active_idx",
        index_only=True,
    ),
    "last dose of a medication": Query(
        """
        SELECT * FROM medication_logs WHERE "deletedAt" IS NULL
        AND "studentId" = '{student}' AND "medicationId" = '{medication}'
        ORDER BY "administeredAt" DESC LIMIT 1
        """,
        "medication_logs_student_id_medication_id_administered_at_idx",
    ),
    "doses that are due": Query(
        """
        SELECT * FROM public.medication_logs WHERE school_id = '{school}' AND status = 'PENDING'
        AND scheduled_at < now() AND deleted_at IS NULL ORDER BY scheduled_at LIMIT 20
        """,
        "medication_logs_school_id_scheduled_at_pending_idx",
    ),
    "doses one person gave": Query(
        """
        SELECT * FROM medication_logs WHERE "deletedAt" IS NULL
        AND "administeredBy" = 'Nurse 9' ORDER BY "administeredAt" DESC LIMIT 20
        """,
        "medication_logs_administered_by_administered_at_idx",
    ),
    "doses of all schools in a month": Query(
        """
        SELECT "status", count(*) FROM medication_logs
        WHERE "administeredAt" BETWEEN now() - interval '90 days' AND now() - interval '60 days'
        GROUP BY "status"
        """,
        "medication_logs_administered_at_brin_idx",
    ),
    "medication by words": Query(
        """
        SELECT "id" FROM medications WHERE "deletedAt" IS NULL
        AND to_tsvector('simple', "name" || ' ' || coalesce("genericName", ''))
            @@ to_tsquery('simple', 'generic777')
        """,
        "medications_search_idx",
    ),
    "stock that expires": Query(
        """
        SELECT "inventoryItemId", "expirationDate", "quantity" FROM inventory_transactions
        WHERE "expirationDate" BETWEEN now() AND now() + interval '10 days'
        """,
        "inventory_transactions_expiration_date_idx",
        index_only=True,
    ),
    "stock of an item": Query(
        """
        SELECT sum("quantity") FROM inventory_transactions WHERE "inventoryItemId" = '{item}'
        """,
        "inventory_transactions_inventory_item_id_created_at_idx",
        index_only=True,
    ),
    "auto-injectors that expire": Query(
        """
        SELECT student_id, epi_pen_expiration FROM public.allergies
        WHERE school_id = '{school}' AND deleted_at IS NULL
        AND epi_pen_expiration < now() + interval '30 days'
        """,
        "allergies_school_id_epi_pen_expiration_idx",
    ),
    "life-threatening allergies": Query(
        """
        SELECT student_id, allergen FROM public.allergies WHERE school_id = '{school}'
        AND active AND severity = 'LIFE_THREATENING' AND deleted_at IS NULL ORDER BY student_id
        """,
        "allergies_school_id_student_id_life_threatening_idx",
    ),
    "critical incidents": Query(
        """
        SELECT * FROM incident_reports WHERE "deletedAt" IS NULL AND "schoolId" = '{school}'
        AND "severity" IN ('HIGH', 'CRITICAL') ORDER BY "occurredAt" DESC LIMIT 20
        """,
        "incident_reports_school_id_occurred_at_critical_idx",
    ),
    "incidents by type and severity": Query(
        """
        SELECT * FROM incident_reports WHERE "deletedAt" IS NULL AND "schoolId" = '{school}'
        AND "type" = 'BEHAVIORAL' AND "severity" = 'MEDIUM' ORDER BY "occurredAt" DESC LIMIT 20
        """,
        "incident_reports_school_id_type_severity_occurred_at_idx",
    ),
    "incidents of a reporter": Query(
        """
        SELECT * FROM incident_reports WHERE "deletedAt" IS NULL AND "reportedById" = '{nurse}'
        ORDER BY "occurredAt" DESC LIMIT 20
        """,
        "incident_reports_reported_by_id_occurred_at_idx",
    ),
    "open actions of a user": Query(
        """
        SELECT * FROM follow_up_actions WHERE "assignedTo" = '{nurse}'
        AND "status" IN ('PENDING', 'IN_PROGRESS') ORDER BY "dueDate" LIMIT 20
        """,
        "follow_up_actions_assigned_to_due_date_open_idx",
    ),
    "health timeline of a student": Query(
        """
        SELECT * FROM health_records WHERE "deletedAt" IS NULL AND "studentId" = '{student}'
        ORDER BY "recordDate" DESC LIMIT 20
        """,
        "health_records_student_id_record_date_idx",
    ),
    "health timeline by type": Query(
        """
        SELECT * FROM health_records WHERE "deletedAt" IS NULL AND "studentId" = '{student}'
        AND "recordType" = 'SCREENING' ORDER BY "recordDate" DESC LIMIT 20
        """,
        "health_records_student_id_record_type_record_date_idx",
    ),
    "confidential records of a student": Query(
        """
        SELECT * FROM health_records WHERE "deletedAt" IS NULL AND "studentId" = '{student}'
        AND "isConfidential" = true ORDER BY "recordDate" DESC LIMIT 20
        """,
        "health_records_student_id_record_date_confidential_idx",
    ),
    "records of a type in a school": Query(
        """
        SELECT * FROM public.health_records WHERE school_id = '{school}'
        AND record_type = 'DENTAL' AND deleted_at IS NULL ORDER BY record_date DESC LIMIT 20
        """,
        "health_records_school_id_record_type_record_date_idx",
    ),
    "records of a type in a school, by a join": Query(
        """
        SELECT r."id", r."recordDate" FROM health_records AS r
        JOIN students AS s ON s."id" = r."studentId" AND s."deletedAt" IS NULL
        WHERE s."schoolId" = '{one_school}' AND s."grade" = '5' AND s."isActive" = true
        AND r."recordType" = 'DENTAL' AND r."deletedAt" IS NULL
        """,
        "health_records_student_id_record_type_record_date_idx",
    ),
    "records by words": Query(
        """
        SELECT "id" FROM health_records
        WHERE "deletedAt" IS NULL AND "isConfidential" IS NOT TRUE
        AND to_tsvector('english', "title" || ' ' || "description" || ' '
            || coalesce("diagnosis", '') || ' ' || coalesce("treatment", ''))
            @@ to_tsquery('english', 'headaches & 1234')
        """,
        "health_records_search_idx",
    ),
    "records with a diagnosis": Query(
        """
        SELECT * FROM health_records WHERE "deletedAt" IS NULL AND "diagnosisCode" = 'J71'
        ORDER BY "recordDate" DESC LIMIT 20
        """,
        "health_records_diagnosis_code_record_date_idx",
    ),
    "follow-ups that are due": Query(
        """
        SELECT * FROM public.health_records WHERE school_id = '{school}' AND follow_up_required
        AND deleted_at IS NULL AND follow_up_date > now() ORDER BY follow_up_date LIMIT 20
        """,
        "health_records_school_id_follow_up_date_idx",
    ),
    "vaccinations that are due": Query(
        """
        SELECT student_id, vaccine_type, next_due_date FROM public.vaccinations
        WHERE school_id = '{school}' AND deleted_at IS NULL
        AND next_due_date BETWEEN current_date AND current_date + 30 ORDER BY next_due_date
        """,
        "vaccinations_school_id_next_due_date_idx",
        index_only=True,
    ),
    "vaccine compliance of a school": Query(
        """
        SELECT compliance_status, count(*) FROM public.vaccinations
        WHERE school_id = '{school}' AND vaccine_type = 'POLIO' AND deleted_at IS NULL
        GROUP BY compliance_status
        """,
        "vaccinations_school_id_vaccine_type_compliance_status_idx",
        index_only=True,
    ),
    "recall of a lot": Query(
        """
        SELECT "studentId" FROM vaccinations WHERE "lotNumber" = 'LOT1500' AND "deletedAt" IS NULL
        """,
        "vaccinations_lot_number_idx",
    ),
    "compliance that is due": Query(
        """
        SELECT * FROM compliance_checklist_items WHERE "status" IN ('PENDING', 'IN_PROGRESS')
        AND "dueDate" < now() + interval '30 days' ORDER BY "dueDate" LIMIT 20
        """,
        "compliance_checklist_items_due_date_open_idx",
    ),
    "messages of a conversation": Query(
        """
        SELECT * FROM messages WHERE "deletedAt" IS NULL
        AND "conversationId" = '{conversation}' ORDER BY "createdAt" DESC LIMIT 20
        """,
        "messages_conversation_id_created_at_idx",
    ),
    "unread messages of a user": Query(
        """
        SELECT m."id" FROM conversation_participants AS p
        JOIN messages AS m ON m."conversationId" = p."conversationId" AND m."deletedAt" IS NULL
        WHERE p."userId" = '{user}' AND NOT EXISTS (
            SELECT FROM message_reads AS r WHERE r."messageId" = m."id" AND r."userId" = '{user}'
        )
        """,
        "message_read_message_id_user_id_key",
    ),
    "who is in the clinic": Query(
        """
        SELECT * FROM public.clinic_visits WHERE school_id = '{school}'
        AND check_out_time IS NULL AND deleted_at IS NULL ORDER BY check_in_time
        """,
        "clinic_visits_school_id_check_in_time_open_idx",
    ),
    "visits with a symptom": Query(
        """
        SELECT "id" FROM clinic_visits
        WHERE "symptoms" @> '["symptom250"]' AND "deletedAt" IS NULL
        """,
        "clinic_visits_symptoms_idx",
    ),
    "visits of all schools in a month": Query(
        """
        SELECT "disposition", count(*) FROM clinic_visits
        WHERE "checkInTime" BETWEEN now() - interval '90 days' AND now() - interval '60 days'
        GROUP BY "disposition"
        """,
        "clinic_visits_check_in_time_brin_idx",
    ),
    "lab results that are pending": Query(
        """
        SELECT * FROM public.lab_results WHERE school_id = '{school}' AND status = 'pending'
        AND deleted_at IS NULL ORDER BY ordered_date LIMIT 20
        """,
        "lab_results_school_id_ordered_date_pending_idx",
    ),
    "alerts that are active": Query(
        """
        SELECT * FROM public.alerts WHERE school_id = '{school}' AND status = 'ACTIVE'
        AND deleted_at IS NULL ORDER BY severity DESC, created_at DESC LIMIT 20
        """,
        "alerts_school_id_severity_active_idx",
    ),
    "audit trail of a record": Query(
        """
        SELECT * FROM audit_logs WHERE "entityType" = 'Student' AND "entityId" = '{student}'
        ORDER BY "createdAt" DESC LIMIT 20
        """,
        "audit_logs_entity_id_created_at_idx",
    ),
    "audit trail of a user": Query(
        """
        SELECT * FROM audit_logs WHERE "userId" = '{nurse}' ORDER BY "createdAt" DESC LIMIT 20
        """,
        "audit_logs_user_id_created_at_idx",
    ),
    "what left the system": Query(
        """
        SELECT * FROM audit_logs WHERE "action" IN ('EXPORT', 'PRINT')
        ORDER BY "createdAt" DESC LIMIT 20
        """,
        "audit_logs_created_at_export_idx",
    ),
}
