-- Table audit_logs, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant SPECIAL, student in student_id, PHI,
--             not audited, law HIPAA, retention AUDIT_LOGS
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- audit_logs
-- ----------------------------------------------------------------------------

CREATE TABLE public.audit_logs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    action public.audit_action NOT NULL,
    entity_type character varying(100) NOT NULL,
    entity_id uuid,
    user_id uuid,
    user_name character varying(200),
    changes jsonb,
    previous_values jsonb,
    new_values jsonb,
    ip_address character varying(45),
    user_agent text,
    request_id character varying(100),
    session_id character varying(100),
    is_phi boolean DEFAULT false NOT NULL,
    compliance_type public.audit_compliance_type DEFAULT 'GENERAL'::public.audit_compliance_type NOT NULL,
    severity public.severity_level DEFAULT 'LOW'::public.severity_level NOT NULL,
    success boolean DEFAULT true NOT NULL,
    error_message text,
    metadata jsonb,
    tags character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    student_id uuid,
    database_user name DEFAULT SESSION_USER NOT NULL,
    database_role name DEFAULT CURRENT_USER NOT NULL,
    transaction_id xid8 DEFAULT pg_current_xact_id() NOT NULL,
    timeline integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
)
PARTITION BY RANGE (created_at);

ALTER TABLE ONLY public.audit_logs FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.audit_logs IS 'PHI: The audit log: who did what to which record, and when. Append-only, one partition per month.';
COMMENT ON COLUMN public.audit_logs.id IS 'Unique together with created_at, which partitioning requires in the primary key.';
COMMENT ON COLUMN public.audit_logs.action IS 'Action that was performed, such as READ, UPDATE or EXPORT.';
COMMENT ON COLUMN public.audit_logs.entity_type IS 'Kind of the record, mostly a model name of the application.';
COMMENT ON COLUMN public.audit_logs.entity_id IS 'Id of the record, of the kind that entity_type names.';
COMMENT ON COLUMN public.audit_logs.user_id IS 'User who performed the action; no foreign key, because the log outlives the user.';
COMMENT ON COLUMN public.audit_logs.user_name IS 'Name of the user at that time; a later renaming does not change it.';
COMMENT ON COLUMN public.audit_logs.changes IS 'PHI: Changes by column, as the application reports them.';
COMMENT ON COLUMN public.audit_logs.previous_values IS 'PHI: Values before the change.';
COMMENT ON COLUMN public.audit_logs.new_values IS 'PHI: Values after the change.';
COMMENT ON COLUMN public.audit_logs.ip_address IS 'IPv4 or IPv6 address of the client, as text.';
COMMENT ON COLUMN public.audit_logs.user_agent IS 'Browser or program that sent the request.';
COMMENT ON COLUMN public.audit_logs.request_id IS 'HTTP request of the action; an id of the application.';
COMMENT ON COLUMN public.audit_logs.session_id IS 'Login session of the action; an id of the application.';
COMMENT ON COLUMN public.audit_logs.is_phi IS 'TRUE if the action touched protected health information.';
COMMENT ON COLUMN public.audit_logs.compliance_type IS 'Regulation that requires the entry.';
COMMENT ON COLUMN public.audit_logs.severity IS 'Amount of attention that the entry deserves.';
COMMENT ON COLUMN public.audit_logs.success IS 'FALSE if the action was refused or failed.';
COMMENT ON COLUMN public.audit_logs.error_message IS 'PHI: Reason why the action was refused or failed; it may quote values.';
COMMENT ON COLUMN public.audit_logs.metadata IS 'PHI: Further details; the application defines the JSON structure.';
COMMENT ON COLUMN public.audit_logs.tags IS 'Search keywords for the entry.';
COMMENT ON COLUMN public.audit_logs.student_id IS 'Student whom the record is about; no foreign key, because the log outlives the student.';
COMMENT ON COLUMN public.audit_logs.database_user IS 'Database role that logged in (session_user).';
COMMENT ON COLUMN public.audit_logs.database_role IS 'Database role in force at the time, after SET ROLE (current_user).';
COMMENT ON COLUMN public.audit_logs.transaction_id IS 'Transaction that wrote the entry. Seals cover only transactions that have ended.';
COMMENT ON COLUMN public.audit_logs.timeline IS 'Counts, from 1, the clusters that have held this database; each has its own transaction ids.';
COMMENT ON COLUMN public.audit_logs.created_at IS 'Time of the action; decides the partition. Months begin at midnight UTC.';
COMMENT ON COLUMN public.audit_logs.updated_at IS 'Time when the server wrote the entry; an entry never changes afterwards.';

-- ----------------------------------------------------------------------------
-- audit_logs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.audit_logs
    ADD CONSTRAINT audit_logs_pkey PRIMARY KEY (id, created_at);

-- ----------------------------------------------------------------------------
-- audit_logs: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX audit_logs_created_at_brin_idx ON ONLY public.audit_logs USING brin (created_at) WITH (pages_per_range='16');
COMMENT ON INDEX public.audit_logs_created_at_brin_idx IS 'Entries of a time span within a month; rows arrive in this order.';

CREATE INDEX audit_logs_created_at_export_idx ON ONLY public.audit_logs USING btree (created_at DESC) WHERE (action = ANY (ARRAY['EXPORT'::public.audit_action, 'PRINT'::public.audit_action]));
COMMENT ON INDEX public.audit_logs_created_at_export_idx IS 'Records that left the system on paper or as a file, newest first.';

CREATE INDEX audit_logs_created_at_failed_idx ON ONLY public.audit_logs USING btree (created_at DESC) WHERE (NOT success);
COMMENT ON INDEX public.audit_logs_created_at_failed_idx IS 'Actions that were refused or failed, newest first.';

CREATE INDEX audit_logs_created_at_severe_idx ON ONLY public.audit_logs USING btree (created_at DESC) WHERE (severity = ANY (ARRAY['HIGH'::public.severity_level, 'CRITICAL'::public.severity_level]));
COMMENT ON INDEX public.audit_logs_created_at_severe_idx IS 'Entries that deserve attention, newest first.';

CREATE INDEX audit_logs_entity_id_created_at_idx ON ONLY public.audit_logs USING btree (entity_id, created_at DESC) WHERE (entity_id IS NOT NULL);
COMMENT ON INDEX public.audit_logs_entity_id_created_at_idx IS 'Actions on one record, newest first. The id alone identifies the record.';

CREATE INDEX audit_logs_entity_type_action_created_at_idx ON ONLY public.audit_logs USING btree (entity_type, action, created_at DESC);
COMMENT ON INDEX public.audit_logs_entity_type_action_created_at_idx IS 'Actions of one kind on records of one kind, newest first.';

CREATE INDEX audit_logs_request_id_idx ON ONLY public.audit_logs USING btree (request_id) WHERE (request_id IS NOT NULL);
COMMENT ON INDEX public.audit_logs_request_id_idx IS 'Actions in one HTTP request.';

CREATE INDEX audit_logs_session_id_idx ON ONLY public.audit_logs USING btree (session_id) WHERE (session_id IS NOT NULL);
COMMENT ON INDEX public.audit_logs_session_id_idx IS 'Actions in one login session.';

CREATE INDEX audit_logs_student_id_created_at_idx ON ONLY public.audit_logs USING btree (student_id, created_at DESC) WHERE (student_id IS NOT NULL);
COMMENT ON INDEX public.audit_logs_student_id_created_at_idx IS 'Everyone who saw or changed the records of one student, newest first.';

CREATE INDEX audit_logs_tags_idx ON ONLY public.audit_logs USING gin (tags);
COMMENT ON INDEX public.audit_logs_tags_idx IS 'Entries with a tag: tags @> $1.';

CREATE INDEX audit_logs_transaction_id_brin_idx ON ONLY public.audit_logs USING brin (xid8send(transaction_id)) WITH (pages_per_range='16');
COMMENT ON INDEX public.audit_logs_transaction_id_brin_idx IS 'Entries written since the last seal, and entries that one seal covers.';

CREATE INDEX audit_logs_user_id_created_at_idx ON ONLY public.audit_logs USING btree (user_id, created_at DESC) WHERE (user_id IS NOT NULL);
COMMENT ON INDEX public.audit_logs_user_id_created_at_idx IS 'Actions of one user, newest first.';

-- ----------------------------------------------------------------------------
-- audit_logs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER audit_logs_050_append_only BEFORE DELETE OR UPDATE ON public.audit_logs FOR EACH ROW EXECUTE FUNCTION public.audit_logs_refuse_change();
ALTER TABLE public.audit_logs ENABLE ALWAYS TRIGGER audit_logs_050_append_only;

CREATE TRIGGER audit_logs_050_no_truncate BEFORE TRUNCATE ON public.audit_logs FOR EACH STATEMENT EXECUTE FUNCTION public.audit_logs_refuse_change();
ALTER TABLE public.audit_logs ENABLE ALWAYS TRIGGER audit_logs_050_no_truncate;

-- ----------------------------------------------------------------------------
-- audit_logs: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.audit_logs ENABLE ROW LEVEL SECURITY;

CREATE POLICY audit_logs_insert_any ON public.audit_logs
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district, whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY audit_logs_insert_any ON public.audit_logs IS 'Every role that may use the database adds to the log. Built by phi.protect.';

CREATE POLICY audit_logs_select_admin ON public.audit_logs
    AS PERMISSIVE FOR SELECT TO whitecross_admin
    USING ((( SELECT phi.is_admin() AS is_admin) AND ( SELECT phi.may('PLATFORM'::phi.access_group, 'SELECT'::text) AS may)));
COMMENT ON POLICY audit_logs_select_admin ON public.audit_logs IS 'A verified administrator reads the whole log.';

CREATE POLICY audit_logs_select_trusted ON public.audit_logs
    AS PERMISSIVE FOR SELECT TO whitecross_auditor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY audit_logs_select_trusted ON public.audit_logs IS 'The owner, the backend that authorises by itself and the auditor read the whole log. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- audit_logs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE public.audit_logs TO whitecross_admin, whitecross_auditor, whitecross_service;
GRANT INSERT(id) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(action) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(entity_type) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(entity_id) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(user_id) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(user_name) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(changes) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(previous_values) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(new_values) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(ip_address) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(user_agent) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(request_id) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(session_id) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(is_phi) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(compliance_type) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(severity) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(success) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(error_message) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(metadata) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(tags) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(created_at) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;
GRANT INSERT(updated_at) ON TABLE public.audit_logs TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;

-- ----------------------------------------------------------------------------
-- audit_logs_default
-- ----------------------------------------------------------------------------

CREATE TABLE public.audit_logs_default (
    id uuid DEFAULT gen_random_uuid() CONSTRAINT audit_logs_id_not_null NOT NULL,
    action public.audit_action CONSTRAINT audit_logs_action_not_null NOT NULL,
    entity_type character varying(100) CONSTRAINT audit_logs_entity_type_not_null NOT NULL,
    entity_id uuid,
    user_id uuid,
    user_name character varying(200),
    changes jsonb,
    previous_values jsonb,
    new_values jsonb,
    ip_address character varying(45),
    user_agent text,
    request_id character varying(100),
    session_id character varying(100),
    is_phi boolean DEFAULT false CONSTRAINT audit_logs_is_phi_not_null NOT NULL,
    compliance_type public.audit_compliance_type DEFAULT 'GENERAL'::public.audit_compliance_type CONSTRAINT audit_logs_compliance_type_not_null NOT NULL,
    severity public.severity_level DEFAULT 'LOW'::public.severity_level CONSTRAINT audit_logs_severity_not_null NOT NULL,
    success boolean DEFAULT true CONSTRAINT audit_logs_success_not_null NOT NULL,
    error_message text,
    metadata jsonb,
    tags character varying(255)[] DEFAULT '{}'::character varying[] CONSTRAINT audit_logs_tags_not_null NOT NULL,
    student_id uuid,
    database_user name DEFAULT SESSION_USER CONSTRAINT audit_logs_database_user_not_null NOT NULL,
    database_role name DEFAULT CURRENT_USER CONSTRAINT audit_logs_database_role_not_null NOT NULL,
    transaction_id xid8 DEFAULT pg_current_xact_id() CONSTRAINT audit_logs_transaction_id_not_null NOT NULL,
    timeline integer DEFAULT 1 CONSTRAINT audit_logs_timeline_not_null NOT NULL,
    created_at timestamp with time zone DEFAULT now() CONSTRAINT audit_logs_created_at_not_null NOT NULL,
    updated_at timestamp with time zone DEFAULT now() CONSTRAINT audit_logs_updated_at_not_null NOT NULL
);

ALTER TABLE ONLY public.audit_logs ATTACH PARTITION public.audit_logs_default DEFAULT;

COMMENT ON TABLE public.audit_logs_default IS 'PHI: Entries for which no monthly partition exists. It should be empty; rows here need attention.';

-- ----------------------------------------------------------------------------
-- audit_logs_default: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.audit_logs_default
    ADD CONSTRAINT audit_logs_default_pkey PRIMARY KEY (id, created_at);

-- ----------------------------------------------------------------------------
-- audit_logs_default: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX audit_logs_default_created_at_idx ON public.audit_logs_default USING btree (created_at DESC) WHERE (action = ANY (ARRAY['EXPORT'::public.audit_action, 'PRINT'::public.audit_action]));
ALTER INDEX public.audit_logs_created_at_export_idx ATTACH PARTITION public.audit_logs_default_created_at_idx;

CREATE INDEX audit_logs_default_created_at_idx1 ON public.audit_logs_default USING btree (created_at DESC) WHERE (severity = ANY (ARRAY['HIGH'::public.severity_level, 'CRITICAL'::public.severity_level]));
ALTER INDEX public.audit_logs_created_at_severe_idx ATTACH PARTITION public.audit_logs_default_created_at_idx1;

CREATE INDEX audit_logs_default_created_at_idx2 ON public.audit_logs_default USING btree (created_at DESC) WHERE (NOT success);
ALTER INDEX public.audit_logs_created_at_failed_idx ATTACH PARTITION public.audit_logs_default_created_at_idx2;

CREATE INDEX audit_logs_default_created_at_idx3 ON public.audit_logs_default USING brin (created_at) WITH (pages_per_range='16');
ALTER INDEX public.audit_logs_created_at_brin_idx ATTACH PARTITION public.audit_logs_default_created_at_idx3;

CREATE INDEX audit_logs_default_entity_id_created_at_idx ON public.audit_logs_default USING btree (entity_id, created_at DESC) WHERE (entity_id IS NOT NULL);
ALTER INDEX public.audit_logs_entity_id_created_at_idx ATTACH PARTITION public.audit_logs_default_entity_id_created_at_idx;

CREATE INDEX audit_logs_default_entity_type_action_created_at_idx ON public.audit_logs_default USING btree (entity_type, action, created_at DESC);
ALTER INDEX public.audit_logs_entity_type_action_created_at_idx ATTACH PARTITION public.audit_logs_default_entity_type_action_created_at_idx;

ALTER INDEX public.audit_logs_pkey ATTACH PARTITION public.audit_logs_default_pkey;

CREATE INDEX audit_logs_default_request_id_idx ON public.audit_logs_default USING btree (request_id) WHERE (request_id IS NOT NULL);
ALTER INDEX public.audit_logs_request_id_idx ATTACH PARTITION public.audit_logs_default_request_id_idx;

CREATE INDEX audit_logs_default_session_id_idx ON public.audit_logs_default USING btree (session_id) WHERE (session_id IS NOT NULL);
ALTER INDEX public.audit_logs_session_id_idx ATTACH PARTITION public.audit_logs_default_session_id_idx;

CREATE INDEX audit_logs_default_student_id_created_at_idx ON public.audit_logs_default USING btree (student_id, created_at DESC) WHERE (student_id IS NOT NULL);
ALTER INDEX public.audit_logs_student_id_created_at_idx ATTACH PARTITION public.audit_logs_default_student_id_created_at_idx;

CREATE INDEX audit_logs_default_tags_idx ON public.audit_logs_default USING gin (tags);
ALTER INDEX public.audit_logs_tags_idx ATTACH PARTITION public.audit_logs_default_tags_idx;

CREATE INDEX audit_logs_default_user_id_created_at_idx ON public.audit_logs_default USING btree (user_id, created_at DESC) WHERE (user_id IS NOT NULL);
ALTER INDEX public.audit_logs_user_id_created_at_idx ATTACH PARTITION public.audit_logs_default_user_id_created_at_idx;

CREATE INDEX audit_logs_default_xid8send_idx ON public.audit_logs_default USING brin (xid8send(transaction_id)) WITH (pages_per_range='16');
ALTER INDEX public.audit_logs_transaction_id_brin_idx ATTACH PARTITION public.audit_logs_default_xid8send_idx;

-- ----------------------------------------------------------------------------
-- audit_logs_default: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER audit_logs_default_050_no_truncate BEFORE TRUNCATE ON public.audit_logs_default FOR EACH STATEMENT EXECUTE FUNCTION public.audit_logs_refuse_change();
ALTER TABLE public.audit_logs_default ENABLE ALWAYS TRIGGER audit_logs_default_050_no_truncate;

-- ----------------------------------------------------------------------------
-- sequelize.audit_logs
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.audit_logs WITH (security_invoker='true') AS
 SELECT id,
    action,
    entity_type AS "entityType",
    entity_id AS "entityId",
    user_id AS "userId",
    user_name AS "userName",
    changes,
    previous_values AS "previousValues",
    new_values AS "newValues",
    ip_address AS "ipAddress",
    user_agent AS "userAgent",
    request_id AS "requestId",
    session_id AS "sessionId",
    is_phi AS "isPHI",
    compliance_type AS "complianceType",
    severity,
    success,
    error_message AS "errorMessage",
    metadata,
    tags,
    created_at AS "createdAt"
   FROM public.audit_logs;

COMMENT ON VIEW sequelize.audit_logs IS 'Model AuditLog: public.audit_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.audit_logs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.audit_logs TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.audit_logs TO whitecross_admin, whitecross_app, whitecross_district;
