-- Reverses 20251104000025-schema-phi-registry.
--
-- Data loss: the classification. The next apply writes it again, except for changes made by hand.

DROP FUNCTION phi.classification(regclass);

DROP TABLE phi.columns;
DROP TABLE phi.tables;

DROP TYPE phi.encryption_rule;
DROP TYPE phi.audit_rule;
DROP TYPE phi.mask_rule;
DROP TYPE phi.legal_regime;
DROP TYPE phi.tenant_rule;
DROP TYPE phi.access_group;

DROP SCHEMA phi;
