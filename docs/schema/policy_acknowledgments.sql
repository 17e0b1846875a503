-- Table policy_acknowledgments, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group STAFF, tenant NONE, about no student, no PHI,
--             not audited, law NONE, retention TRAINING_RECORDS

-- ----------------------------------------------------------------------------
-- policy_acknowledgments
-- ----------------------------------------------------------------------------

CREATE TABLE public.policy_acknowledgments (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    policy_id uuid NOT NULL,
    user_id uuid NOT NULL,
    acknowledged_at timestamp with time zone DEFAULT now() NOT NULL,
    ip_address character varying(45),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.policy_acknowledgments IS 'Proof, for auditors, that one staff member has read one version of a policy.';
COMMENT ON COLUMN public.policy_acknowledgments.id IS 'Primary key.';
COMMENT ON COLUMN public.policy_acknowledgments.policy_id IS 'Version of the policy that was read.';
COMMENT ON COLUMN public.policy_acknowledgments.user_id IS 'Staff member who acknowledged the policy.';
COMMENT ON COLUMN public.policy_acknowledgments.acknowledged_at IS 'Time when the user confirmed having read the policy.';
COMMENT ON COLUMN public.policy_acknowledgments.ip_address IS 'IPv4 or IPv6 address of the user at that moment, as text.';
COMMENT ON COLUMN public.policy_acknowledgments.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.policy_acknowledgments.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- policy_acknowledgments: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.policy_acknowledgments
    ADD CONSTRAINT policy_acknowledgments_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policy_acknowledgments
    ADD CONSTRAINT policy_acknowledgments_policy_id_user_id_key UNIQUE (policy_id, user_id);

ALTER TABLE ONLY public.policy_acknowledgments
    ADD CONSTRAINT policy_acknowledgments_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES public.policy_documents(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.policy_acknowledgments
    ADD CONSTRAINT policy_acknowledgments_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- policy_acknowledgments: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX policy_acknowledgments_user_id_idx ON public.policy_acknowledgments USING btree (user_id);

-- ----------------------------------------------------------------------------
-- policy_acknowledgments: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER policy_acknowledgments_200_updated_at BEFORE UPDATE ON public.policy_acknowledgments FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- policy_acknowledgments: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.policy_acknowledgments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policy_acknowledgments TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.policy_acknowledgments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(policy_id),UPDATE(policy_id) ON TABLE public.policy_acknowledgments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.policy_acknowledgments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(acknowledged_at),UPDATE(acknowledged_at) ON TABLE public.policy_acknowledgments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(ip_address),UPDATE(ip_address) ON TABLE public.policy_acknowledgments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.policy_acknowledgments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.policy_acknowledgments TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.policy_acknowledgments
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.policy_acknowledgments WITH (security_invoker='true') AS
 SELECT id,
    policy_id AS "policyId",
    user_id AS "userId",
    acknowledged_at AS "acknowledgedAt",
    ip_address AS "ipAddress"
   FROM public.policy_acknowledgments;

COMMENT ON VIEW sequelize.policy_acknowledgments IS 'Model PolicyAcknowledgment: public.policy_acknowledgments with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.policy_acknowledgments: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.policy_acknowledgments TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.policy_acknowledgments TO whitecross_admin, whitecross_app, whitecross_district;
