"""What the application and its backup migrations say: the facts that the schema must match."""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
MODELS: dict[str, Any] = json.loads((DATA / "models.json").read_text(encoding="utf-8"))
BACKUPS: dict[str, Any] = json.loads((DATA / "backup_migrations.json").read_text(encoding="utf-8"))

# Attributes whose own name is a reserved word have another name in the table.
RENAMED = {
    ("clinical_protocols", "references"): "source_references",
    ("drug_interactions", "references"): "source_references",
    ("sync_queue_items", "timestamp"): "device_time",
    ("training_modules", "order"): "sort_order",
}

# The actions the report states for a foreign key; they stand above those of the models.
REPORT_ACTIONS = {
    ("students", "nurse_id"): "SET NULL",
    ("students", "school_id"): "CASCADE",
    ("students", "district_id"): "CASCADE",
    ("schools", "district_id"): "CASCADE",
    ("users", "school_id"): "SET NULL",
    ("users", "district_id"): "SET NULL",
    ("appointments", "student_id"): "CASCADE",
    ("appointments", "nurse_id"): "SET NULL",
    ("allergies", "student_id"): "CASCADE",
    ("chronic_conditions", "student_id"): "CASCADE",
    ("vaccinations", "student_id"): "CASCADE",
    ("prescriptions", "student_id"): "CASCADE",
    ("prescriptions", "visit_id"): "SET NULL",
}

# The report's tables by slot, as its 23 planned migrations list them.
REPORT_TABLES = {
    2: "districts schools users",
    3: "students emergency_contacts contacts",
    5: "health_records allergies chronic_conditions",
    6: "vaccinations screenings growth_measurements vital_signs",
    7: "medications student_medications medication_logs prescriptions drug_catalog"
    " drug_interactions student_drug_allergies",
    8: "clinic_visits clinical_notes clinical_protocols lab_results medical_history"
    " mental_health_records treatment_plans",
    9: "appointments appointment_reminders appointment_waitlist",
    10: "incident_reports witness_statements",
    11: "messages message_delivery message_templates conversations conversation_participants"
    " message_reactions message_read",
    12: "emergency_broadcasts push_notifications device_tokens alerts alert_rules"
    " alert_preferences delivery_logs",
    13: "audit_logs phi_disclosures phi_disclosure_audits",
    14: "consent_forms consent_signatures compliance_reports compliance_checklist_items"
    " compliance_violations policy_documents policy_acknowledgments data_retention_policies"
    " remediation_actions",
    15: "inventory_items inventory_transactions maintenance_logs purchase_orders"
    " purchase_order_items vendors suppliers",
    16: "analytics_reports health_metric_snapshots report_templates report_executions"
    " report_schedules",
    17: "system_configurations configuration_history",
    18: "licenses backup_logs performance_metrics threat_detections webhooks sync_state"
    " cache_entries",
    19: "integration_configs integration_logs sync_sessions sync_queue_items sync_conflicts"
    " sis_sync_conflicts",
    20: "follow_up_actions follow_up_appointments",
    21: "budget_categories budget_transactions",
    22: "training_modules",
    23: "academic_transcripts",
}

# How many labels the report counts in an enum, where it gives a number or a list.
REPORT_ENUM_COUNTS = {
    "user_role": 6,
    "gender": 4,
    "appointment_type": 7,
    "appointment_status": 5,
    "allergy_type": 6,
    "allergy_severity": 4,
    "condition_status": 4,
    "vaccine_type": 20,
    "site_of_administration": 11,
    "route_of_administration": 7,
    "compliance_status": 5,
    "screening_type": 13,
    "screening_outcome": 5,
    "follow_up_status": 6,
    "consciousness_level": 7,
}


def column(table: str, name: str) -> str:
    """Return the name of an attribute's column in our table."""
    return RENAMED.get((table, name), name)


def view_columns(table: str) -> list[tuple[str, str]]:
    """Return (column of the view, column of the table), an attribute's second names last."""
    columns = MODELS[table]["columns"]
    names = [(facts["attribute"], column(table, name)) for name, facts in columns.items()]
    second = [
        (other, column(table, name))
        for name, facts in columns.items()
        for other in facts.get("also_written_as", [])
    ]
    return names + sorted(second)


def attributes() -> list[tuple[str, str, dict[str, Any]]]:
    """Return (table, column, facts) of every attribute of every model."""
    return [
        (table, column(table, name), facts)
        for table, model in MODELS.items()
        for name, facts in model["columns"].items()
    ]
