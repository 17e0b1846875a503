-- Reverses 20261123000001-schema-create-audit-seals.
--
-- Data loss: every seal and the list of archived months. The log stays, but nobody can prove any
--            longer that it is unchanged. Save phi.audit_seals, phi.audit_archives and the exported
--            heads first.

DELETE FROM phi.grants AS g
WHERE g.object_name IN ('phi.audit_seals', 'phi.audit_archives');

DROP TABLE phi.audit_archives;
DROP TABLE phi.audit_seals;

SELECT phi.record_hand_written('phi.audit_archives');
SELECT phi.record_hand_written('phi.audit_seals');
