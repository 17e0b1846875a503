-- Table compliance_checklist_items, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- compliance_checklist_items
-- ----------------------------------------------------------------------------

CREATE TABLE public.compliance_checklist_items (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    report_id uuid,
    requirement character varying(500) NOT NULL,
    description text,
    category public.compliance_category NOT NULL,
    status public.checklist_item_status DEFAULT 'PENDING'::public.checklist_item_status NOT NULL,
    evidence text,
    notes text,
    due_date timestamp with time zone,
    completed_at timestamp with time zone,
    completed_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT compliance_checklist_items_requirement_not_blank_check CHECK ((btrim((requirement)::text) <> ''::text))
);

COMMENT ON TABLE public.compliance_checklist_items IS 'One requirement and the evidence that it is met, usually part of a compliance report. Administrators process it.';
COMMENT ON COLUMN public.compliance_checklist_items.id IS 'Primary key.';
COMMENT ON COLUMN public.compliance_checklist_items.report_id IS 'Report that the item belongs to, NULL for a standing item or after the report was deleted.';
COMMENT ON COLUMN public.compliance_checklist_items.requirement IS 'The requirement in one sentence, as the law or rule states it.';
COMMENT ON COLUMN public.compliance_checklist_items.description IS 'Explanation of how to meet and check the requirement.';
COMMENT ON COLUMN public.compliance_checklist_items.category IS 'Field of law or practice that the requirement comes from.';
COMMENT ON COLUMN public.compliance_checklist_items.status IS 'State of the requirement: open, met, failed or not applicable.';
COMMENT ON COLUMN public.compliance_checklist_items.evidence IS 'Evidence that the requirement is met, such as names of documents or links. No student data.';
COMMENT ON COLUMN public.compliance_checklist_items.notes IS 'Working notes of the person in charge. No student data.';
COMMENT ON COLUMN public.compliance_checklist_items.due_date IS 'Deadline for meeting the requirement.';
COMMENT ON COLUMN public.compliance_checklist_items.completed_at IS 'Time when completed_by marked the item as completed, NULL before.';
COMMENT ON COLUMN public.compliance_checklist_items.completed_by IS 'User who marked the item as completed.';
COMMENT ON COLUMN public.compliance_checklist_items.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.compliance_checklist_items.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- compliance_checklist_items: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.compliance_checklist_items
    ADD CONSTRAINT compliance_checklist_items_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.compliance_checklist_items
    ADD CONSTRAINT compliance_checklist_items_completed_by_fkey FOREIGN KEY (completed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.compliance_checklist_items
    ADD CONSTRAINT compliance_checklist_items_report_id_fkey FOREIGN KEY (report_id) REFERENCES public.compliance_reports(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- compliance_checklist_items: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX compliance_checklist_items_completed_by_idx ON public.compliance_checklist_items USING btree (completed_by) WHERE (completed_by IS NOT NULL);

CREATE INDEX compliance_checklist_items_due_date_open_idx ON public.compliance_checklist_items USING btree (due_date) WHERE ((status = ANY (ARRAY['PENDING'::public.checklist_item_status, 'IN_PROGRESS'::public.checklist_item_status])) AND (due_date IS NOT NULL));
COMMENT ON INDEX public.compliance_checklist_items_due_date_open_idx IS 'Requirements not met yet, the next due first.';

CREATE INDEX compliance_checklist_items_report_id_idx ON public.compliance_checklist_items USING btree (report_id) WHERE (report_id IS NOT NULL);

-- ----------------------------------------------------------------------------
-- compliance_checklist_items: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER compliance_checklist_items_200_updated_at BEFORE UPDATE ON public.compliance_checklist_items FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- compliance_checklist_items: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.compliance_checklist_items TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(report_id),UPDATE(report_id) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(requirement),UPDATE(requirement) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(description),UPDATE(description) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(category),UPDATE(category) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(evidence),UPDATE(evidence) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(due_date),UPDATE(due_date) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(completed_at),UPDATE(completed_at) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(completed_by),UPDATE(completed_by) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.compliance_checklist_items TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.compliance_checklist_items TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.compliance_checklist_items
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.compliance_checklist_items WITH (security_invoker='true') AS
 SELECT id,
    requirement,
    description,
    category,
    status,
    evidence,
    notes,
    due_date AS "dueDate",
    completed_at AS "completedAt",
    completed_by AS "completedBy",
    report_id AS "reportId",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.compliance_checklist_items;

COMMENT ON VIEW sequelize.compliance_checklist_items IS 'Model ComplianceChecklistItem: public.compliance_checklist_items with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.compliance_checklist_items: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.compliance_checklist_items TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.compliance_checklist_items TO whitecross_admin, whitecross_app, whitecross_district;
