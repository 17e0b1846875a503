-- The access matrix: the rights of each kind of user on each group of tables.
--
-- The policies read it through phi.may(). docs/access.md is generated from it, and the tests take
-- their expectations from that page. The fence of each table decides about rows: one school, the
-- schools of a district, or all. A cell is empty because of minimum necessary (45 CFR 164.502(b)):
-- a role gets no right that its work does not need.
--
-- Nobody deletes: UPDATE soft-deletes rows, and only retention removes them. VIEWER sees only the
-- masked views. A right that the table does not give is refused.
--
-- Tables:   phi.access
-- HIPAA:    45 CFR 164.308(a)(4), access authorization
-- Locks:    none
-- Rollback: drops the matrix, which the next apply writes anew
--
-- depends: 20251104000027-triggers-audit-phi-access

CREATE TABLE phi.access (
    user_role    public.user_role NOT NULL,
    access_group phi.access_group NOT NULL,
    may_select   boolean          NOT NULL,
    may_insert   boolean          NOT NULL,
    may_update   boolean          NOT NULL,
    may_masked   boolean          NOT NULL,
    reason       text             NOT NULL,

    CONSTRAINT access_pkey
        PRIMARY KEY (user_role, access_group),
    CONSTRAINT access_writers_read_check
        CHECK (may_select OR NOT may_update),
    CONSTRAINT access_reason_not_blank_check
        CHECK (btrim(reason) <> '')
);

COMMENT ON TABLE phi.access IS
    'Rights of each kind of user on each group of tables, each with its reason.';
COMMENT ON COLUMN phi.access.user_role IS 'Role of the user in table users.';
COMMENT ON COLUMN phi.access.access_group IS 'Group of tables, from phi.tables.';
COMMENT ON COLUMN phi.access.may_select IS 'May read the rows that the fence leaves.';
COMMENT ON COLUMN phi.access.may_insert IS 'May add rows within the fence.';
COMMENT ON COLUMN phi.access.may_update IS 'May change rows within the fence, also soft-delete.';
COMMENT ON COLUMN phi.access.may_masked IS 'May read the masked views of the group.';
COMMENT ON COLUMN phi.access.reason IS 'Reason for the row, for the reviewer of the matrix.';

-- noqa: disable=LT01
INSERT INTO phi.access (
    user_role, access_group, may_select, may_insert, may_update, may_masked, reason
) VALUES
-- NURSE: treats the children of the school and writes their records.
('NURSE', 'DIRECTORY',     TRUE,  FALSE, FALSE, TRUE,  'Colleagues, own school and district'),
('NURSE', 'IDENTITY',      TRUE,  TRUE,  TRUE,  TRUE,  'The children in her care'),
('NURSE', 'HEALTH',        TRUE,  TRUE,  TRUE,  TRUE,  'Treatment'),
('NURSE', 'SCHEDULE',      TRUE,  TRUE,  TRUE,  TRUE,  'Plans the day'),
('NURSE', 'INCIDENT',      TRUE,  TRUE,  TRUE,  TRUE,  'First at the scene; writes the report'),
('NURSE', 'EDUCATION',     TRUE,  FALSE, FALSE, TRUE,  'Relates health to attendance'),
('NURSE', 'DISCLOSURE',    TRUE,  TRUE,  FALSE, TRUE,  'Discloses and accounts for it'),
('NURSE', 'NOTICE',        TRUE,  TRUE,  TRUE,  TRUE,  'Alerts about children in care'),
('NURSE', 'MESSAGE',       TRUE,  TRUE,  TRUE,  FALSE, 'Own conversations'),
-- COUNSELOR: mental health, by confidentiality level; otherwise enough to find a child.
('COUNSELOR', 'DIRECTORY',     TRUE,  FALSE, FALSE, TRUE,  'Colleagues, own school and district'),
('COUNSELOR', 'IDENTITY',      TRUE,  FALSE, FALSE, TRUE,  'The children she counsels'),
('COUNSELOR', 'MENTAL_HEALTH', TRUE,  TRUE,  TRUE,  TRUE,  'Treatment'),
('COUNSELOR', 'SCHEDULE',      TRUE,  FALSE, FALSE, TRUE,  'Does not book against the nurse'),
('COUNSELOR', 'INCIDENT',      TRUE,  FALSE, FALSE, TRUE,  'Often the reason for a visit'),
('COUNSELOR', 'EDUCATION',     TRUE,  FALSE, FALSE, TRUE,  'Attendance and conduct'),
('COUNSELOR', 'NOTICE',        TRUE,  FALSE, TRUE,  TRUE,  'Acknowledges alerts'),
('COUNSELOR', 'MESSAGE',       TRUE,  TRUE,  TRUE,  FALSE, 'Own conversations'),
-- SCHOOL_ADMIN: runs the school; no clinical content.
('SCHOOL_ADMIN', 'DIRECTORY',     TRUE,  FALSE, FALSE, TRUE,  'Own school and its staff'),
('SCHOOL_ADMIN', 'IDENTITY',      TRUE,  TRUE,  TRUE,  TRUE,  'Enrolls students, keeps contacts'),
('SCHOOL_ADMIN', 'HEALTH',        FALSE, FALSE, FALSE, TRUE,  'Counts of care, no content'),
('SCHOOL_ADMIN', 'SCHEDULE',      FALSE, FALSE, FALSE, TRUE,  'Workload of the clinic'),
('SCHOOL_ADMIN', 'INCIDENT',      TRUE,  TRUE,  TRUE,  TRUE,  'Answers for safety at school'),
('SCHOOL_ADMIN', 'EDUCATION',     TRUE,  TRUE,  TRUE,  TRUE,  'Keeps the school''s records'),
('SCHOOL_ADMIN', 'DISCLOSURE',    TRUE,  TRUE,  TRUE,  TRUE,  'Answers requests for accounting'),
('SCHOOL_ADMIN', 'NOTICE',        TRUE,  TRUE,  TRUE,  TRUE,  'Sets rules, sends broadcasts'),
('SCHOOL_ADMIN', 'OPERATIONS',    TRUE,  TRUE,  TRUE,  TRUE,  'Figures of the school'),
('SCHOOL_ADMIN', 'MESSAGE',       TRUE,  TRUE,  TRUE,  FALSE, 'Own conversations'),
-- DISTRICT_ADMIN: the same over the schools of the district, but reads more than it writes.
('DISTRICT_ADMIN', 'DIRECTORY',     TRUE,  FALSE, TRUE,  TRUE,  'Schools of the district'),
('DISTRICT_ADMIN', 'IDENTITY',      TRUE,  TRUE,  TRUE,  TRUE,  'Moves students between schools'),
('DISTRICT_ADMIN', 'HEALTH',        FALSE, FALSE, FALSE, TRUE,  'Figures, not records'),
('DISTRICT_ADMIN', 'SCHEDULE',      FALSE, FALSE, FALSE, TRUE,  'Workload of the clinics'),
('DISTRICT_ADMIN', 'INCIDENT',      TRUE,  FALSE, TRUE,  TRUE,  'Reviews and closes incidents'),
('DISTRICT_ADMIN', 'EDUCATION',     TRUE,  FALSE, FALSE, TRUE,  'Oversight'),
('DISTRICT_ADMIN', 'DISCLOSURE',    TRUE,  FALSE, TRUE,  TRUE,  'Reviews disclosures'),
('DISTRICT_ADMIN', 'NOTICE',        TRUE,  TRUE,  TRUE,  TRUE,  'Broadcasts to the district'),
('DISTRICT_ADMIN', 'OPERATIONS',    TRUE,  TRUE,  TRUE,  TRUE,  'Figures of the district'),
('DISTRICT_ADMIN', 'MESSAGE',       TRUE,  TRUE,  TRUE,  FALSE, 'Own conversations'),
-- ADMIN: runs the platform. Clinical content is masked; an emergency needs break_glass().
('ADMIN', 'DIRECTORY',     TRUE,  TRUE,  TRUE,  TRUE,  'Sets up districts, schools and users'),
('ADMIN', 'IDENTITY',      TRUE,  TRUE,  TRUE,  TRUE,  'Mends registrations'),
('ADMIN', 'HEALTH',        FALSE, FALSE, FALSE, TRUE,  'Not part of running the platform'),
('ADMIN', 'SCHEDULE',      FALSE, FALSE, FALSE, TRUE,  'Not part of running the platform'),
('ADMIN', 'INCIDENT',      TRUE,  FALSE, FALSE, TRUE,  'Oversight'),
('ADMIN', 'EDUCATION',     TRUE,  FALSE, FALSE, TRUE,  'Oversight'),
('ADMIN', 'DISCLOSURE',    TRUE,  FALSE, TRUE,  TRUE,  'Privacy officer'),
('ADMIN', 'NOTICE',        TRUE,  TRUE,  TRUE,  TRUE,  'Rules and broadcasts for everybody'),
('ADMIN', 'OPERATIONS',    TRUE,  TRUE,  TRUE,  TRUE,  'Figures of the platform'),
('ADMIN', 'PLATFORM',      TRUE,  TRUE,  TRUE,  TRUE,  'Violations, integrations, synchronization'),
('ADMIN', 'MESSAGE',       TRUE,  TRUE,  TRUE,  FALSE, 'Own conversations'),
-- VIEWER: counts and trends of one school, from the masked views.
('VIEWER', 'DIRECTORY',  TRUE,  FALSE, FALSE, TRUE,  'Own school and district'),
('VIEWER', 'IDENTITY',   FALSE, FALSE, FALSE, TRUE,  'Initials and year of birth'),
('VIEWER', 'HEALTH',     FALSE, FALSE, FALSE, TRUE,  'Kinds and years, no text'),
('VIEWER', 'SCHEDULE',   FALSE, FALSE, FALSE, TRUE,  'Kinds and years, no text'),
('VIEWER', 'INCIDENT',   FALSE, FALSE, FALSE, TRUE,  'Kinds and years, no text'),
('VIEWER', 'EDUCATION',  FALSE, FALSE, FALSE, TRUE,  'Kinds and years, no text'),
('VIEWER', 'NOTICE',     FALSE, FALSE, FALSE, TRUE,  'Kinds and years, no text'),
('VIEWER', 'OPERATIONS', TRUE,  FALSE, FALSE, TRUE,  'Figures of the school');
