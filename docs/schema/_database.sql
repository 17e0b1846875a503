-- Schemas, roles, and what is set for the database.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
-- The owner runs the migrations and is not shown; psql knows the database as :"DBNAME".

-- ----------------------------------------------------------------------------
-- Schemas
-- ----------------------------------------------------------------------------

CREATE SCHEMA archive;

COMMENT ON SCHEMA archive IS 'Months of the audit log that are written to a file and wait to be dropped.';

CREATE SCHEMA masked;

COMMENT ON SCHEMA masked IS 'Every table of PHI with its values masked; what whitecross_readonly may see.';

CREATE SCHEMA phi;

COMMENT ON SCHEMA phi IS 'What protects health information: registry, audit, row-level security, disclosures.';

CREATE SCHEMA sequelize;

COMMENT ON SCHEMA sequelize IS 'The tables under the names of the application: one updatable view per Sequelize model.';

GRANT ALL ON SCHEMA masked TO whitecross_masker;
GRANT USAGE ON SCHEMA masked TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;
GRANT USAGE ON SCHEMA phi TO whitecross_admin, whitecross_app, whitecross_auditor, whitecross_district, whitecross_encryptor, whitecross_masker, whitecross_readonly, whitecross_service;
GRANT USAGE ON SCHEMA sequelize TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;

-- ----------------------------------------------------------------------------
-- Roles
-- ----------------------------------------------------------------------------

CREATE ROLE whitecross_admin NOLOGIN;
COMMENT ON ROLE whitecross_admin IS 'Sessions over all schools, by claims.';
CREATE ROLE whitecross_app NOLOGIN;
COMMENT ON ROLE whitecross_app IS 'Sessions of one school, by claims.';
CREATE ROLE whitecross_auditor NOLOGIN;
COMMENT ON ROLE whitecross_auditor IS 'The audit log and the accounting of disclosures, read only.';
CREATE ROLE whitecross_district NOLOGIN;
COMMENT ON ROLE whitecross_district IS 'Sessions over the schools of one district, by claims.';
CREATE ROLE whitecross_encryptor NOLOGIN;
COMMENT ON ROLE whitecross_encryptor IS 'The PHI encryption tool.';
CREATE ROLE whitecross_masker NOLOGIN;
COMMENT ON ROLE whitecross_masker IS 'Owns the masked views; nobody logs in as it.';
CREATE ROLE whitecross_pgaudit NOLOGIN;
COMMENT ON ROLE whitecross_pgaudit IS 'What it may read, pgaudit logs; nobody logs in as it.';
CREATE ROLE whitecross_readonly NOLOGIN;
COMMENT ON ROLE whitecross_readonly IS 'Masked views and nothing else, by claims.';
CREATE ROLE whitecross_service NOLOGIN;
COMMENT ON ROLE whitecross_service IS 'The backend that authorises by itself: all rows, audited.';
