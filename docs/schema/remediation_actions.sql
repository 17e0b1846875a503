-- Table remediation_actions, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- remediation_actions
-- ----------------------------------------------------------------------------

CREATE TABLE public.remediation_actions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    violation_id uuid NOT NULL,
    action text NOT NULL,
    priority public.action_priority DEFAULT 'MEDIUM'::public.action_priority NOT NULL,
    status public.remediation_status DEFAULT 'PLANNED'::public.remediation_status NOT NULL,
    assigned_to uuid NOT NULL,
    due_date timestamp with time zone NOT NULL,
    implementation_notes text,
    completed_at timestamp with time zone,
    verification_notes text,
    verified_by uuid,
    verified_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT remediation_actions_action_not_blank_check CHECK ((btrim(action) <> ''::text))
);

COMMENT ON TABLE public.remediation_actions IS 'One measure to correct a compliance violation or prevent its repetition, with its deadline and the verification of its effect.';
COMMENT ON COLUMN public.remediation_actions.id IS 'Primary key.';
COMMENT ON COLUMN public.remediation_actions.violation_id IS 'Violation that the measure corrects. It cannot be deleted while measures exist.';
COMMENT ON COLUMN public.remediation_actions.action IS 'Description of the measure. No student data.';
COMMENT ON COLUMN public.remediation_actions.priority IS 'Urgency of the measure.';
COMMENT ON COLUMN public.remediation_actions.status IS 'Progress from PLANNED to VERIFIED; DEFERRED if postponed.';
COMMENT ON COLUMN public.remediation_actions.assigned_to IS 'User responsible for the measure.';
COMMENT ON COLUMN public.remediation_actions.due_date IS 'Deadline for completing the measure.';
COMMENT ON COLUMN public.remediation_actions.implementation_notes IS 'Notes on how the measure was carried out. No student data.';
COMMENT ON COLUMN public.remediation_actions.completed_at IS 'Time when the measure was completed; its effect is not yet verified then.';
COMMENT ON COLUMN public.remediation_actions.verification_notes IS 'Method and result of the verification. No student data.';
COMMENT ON COLUMN public.remediation_actions.verified_by IS 'User who verified the effect of the measure.';
COMMENT ON COLUMN public.remediation_actions.verified_at IS 'Time when verified_by verified the effect, NULL before.';
COMMENT ON COLUMN public.remediation_actions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.remediation_actions.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- remediation_actions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.remediation_actions
    ADD CONSTRAINT remediation_actions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.remediation_actions
    ADD CONSTRAINT remediation_actions_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.remediation_actions
    ADD CONSTRAINT remediation_actions_verified_by_fkey FOREIGN KEY (verified_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.remediation_actions
    ADD CONSTRAINT remediation_actions_violation_id_fkey FOREIGN KEY (violation_id) REFERENCES public.compliance_violations(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- remediation_actions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX remediation_actions_assigned_to_due_date_open_idx ON public.remediation_actions USING btree (assigned_to, due_date) WHERE (status = ANY (ARRAY['PLANNED'::public.remediation_status, 'IN_PROGRESS'::public.remediation_status]));
COMMENT ON INDEX public.remediation_actions_assigned_to_due_date_open_idx IS 'Open actions assigned to a user, the next due first.';

CREATE INDEX remediation_actions_assigned_to_idx ON public.remediation_actions USING btree (assigned_to);

CREATE INDEX remediation_actions_due_date_open_idx ON public.remediation_actions USING btree (due_date) WHERE (status = ANY (ARRAY['PLANNED'::public.remediation_status, 'IN_PROGRESS'::public.remediation_status]));
COMMENT ON INDEX public.remediation_actions_due_date_open_idx IS 'Open actions of all users, the next due first.';

CREATE INDEX remediation_actions_verified_by_idx ON public.remediation_actions USING btree (verified_by) WHERE (verified_by IS NOT NULL);

CREATE INDEX remediation_actions_violation_id_idx ON public.remediation_actions USING btree (violation_id);

-- ----------------------------------------------------------------------------
-- remediation_actions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER remediation_actions_200_updated_at BEFORE UPDATE ON public.remediation_actions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- remediation_actions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.remediation_actions TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(violation_id),UPDATE(violation_id) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(action),UPDATE(action) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(assigned_to),UPDATE(assigned_to) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(due_date),UPDATE(due_date) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(implementation_notes),UPDATE(implementation_notes) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(completed_at),UPDATE(completed_at) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(verification_notes),UPDATE(verification_notes) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(verified_by),UPDATE(verified_by) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(verified_at),UPDATE(verified_at) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.remediation_actions TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.remediation_actions TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.remediation_actions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.remediation_actions WITH (security_invoker='true') AS
 SELECT id,
    violation_id AS "violationId",
    action,
    priority,
    status,
    assigned_to AS "assignedTo",
    due_date AS "dueDate",
    implementation_notes AS "implementationNotes",
    verification_notes AS "verificationNotes",
    completed_at AS "completedAt",
    verified_by AS "verifiedBy",
    verified_at AS "verifiedAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.remediation_actions;

COMMENT ON VIEW sequelize.remediation_actions IS 'Model RemediationAction: public.remediation_actions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.remediation_actions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.remediation_actions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.remediation_actions TO whitecross_admin, whitecross_app, whitecross_district;
