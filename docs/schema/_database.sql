-- Schemas, and what is granted and set for the database.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
-- The owner runs the migrations and is not shown; psql knows the database as :"DBNAME".

-- ----------------------------------------------------------------------------
-- Schemas
-- ----------------------------------------------------------------------------

CREATE SCHEMA archive;

COMMENT ON SCHEMA archive IS 'Months of the audit log that were written to a file and can be dropped.';

CREATE SCHEMA masked;

COMMENT ON SCHEMA masked IS 'Every table of PHI with its values masked: all that whitecross_readonly sees of them.';

CREATE SCHEMA phi;

COMMENT ON SCHEMA phi IS 'Protection of health information: registry, audit, encryption, row-level security, breaches.';

CREATE SCHEMA sequelize;

COMMENT ON SCHEMA sequelize IS 'The tables under the names of the application: one updatable view per Sequelize model.';

GRANT ALL ON SCHEMA masked TO whitecross_masker;
GRANT USAGE ON SCHEMA masked TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;
GRANT USAGE ON SCHEMA phi TO whitecross_admin, whitecross_app, whitecross_auditor, whitecross_district, whitecross_encryptor, whitecross_masker, whitecross_readonly, whitecross_service;
GRANT USAGE ON SCHEMA sequelize TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;

-- ----------------------------------------------------------------------------
-- Rights on the database
-- ----------------------------------------------------------------------------

GRANT TEMPORARY ON DATABASE :"DBNAME" TO whitecross_service;
REVOKE TEMPORARY ON DATABASE :"DBNAME" FROM PUBLIC;
