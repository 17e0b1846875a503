"""The domains of schema public: the chapters of the dictionary, each with one diagram."""

from collections.abc import Iterable

from wcdb.database import CannotRun

# The order of a domain's tables is the order of its lines, which decides how a diagram is laid out:
# look at it rendered after a change.
DOMAINS = {
    "Core and students": "districts schools users students emergency_contacts contacts",
    "Health records": "immunizations health_screenings growth_tracking health_records allergies"
    " chronic_conditions vaccinations screenings growth_measurements vital_signs",
    "Medication": "drug_catalog drug_interactions medications student_medications medication_logs"
    " prescriptions student_drug_allergies",
    "Clinical system": "clinic_visits clinical_notes clinical_protocols lab_results medical_history"
    " mental_health_records treatment_plans",
    "Appointments and incidents": "appointments appointment_reminders appointment_waitlist"
    " incident_reports witness_statements follow_up_actions follow_up_appointments",
    "Messaging": "conversations conversation_participants message_templates messages"
    " message_delivery message_reactions message_read",
    "Notifications": "alert_rules alerts alert_preferences delivery_logs emergency_broadcasts"
    " push_notifications device_tokens",
    "Audit and compliance": "audit_logs phi_disclosures phi_disclosure_audits consent_forms"
    " consent_signatures compliance_reports compliance_checklist_items compliance_violations"
    " remediation_actions policy_documents policy_acknowledgments data_retention_policies",
    "Inventory and budget": "vendors suppliers inventory_items inventory_transactions"
    " maintenance_logs purchase_orders purchase_order_items budget_categories"
    " budget_transactions",
    "Analytics and education": "analytics_reports health_metric_snapshots report_templates"
    " report_schedules report_executions training_modules academic_transcripts",
    "System": "system_configurations configuration_history licenses backup_logs"
    " performance_metrics threat_detections webhooks sync_state cache_entries",
    "Integrations": "integration_configs integration_logs sync_sessions sis_sync_conflicts"
    " sync_queue_items sync_conflicts",
}


def domains(tables: Iterable[str]) -> dict[str, list[str]]:
    """Return the tables of each domain.

    Raises:
        CannotRun: a table stands in no domain, or a domain names a table that is not there.
    """
    by_domain = {title: names.split() for title, names in DOMAINS.items()}
    listed = {name for names in by_domain.values() for name in names}
    found = set(tables)
    if listed != found:
        missing = ", ".join(sorted(found - listed)) or "none"
        gone = ", ".join(sorted(listed - found)) or "none"
        raise CannotRun(
            f"scripts/wcdb/pages/domains.py: tables without a domain: {missing};"
            f" tables that are not in this database: {gone}."
        )
    return by_domain


def anchor(title: str) -> str:
    """Return the fragment by which GitHub links to a heading."""
    return title.lower().replace(" ", "-")
