-- Reverses 20251104000028-data-access-matrix.
--
-- Data loss: none that the next apply does not write anew, unless somebody changed rights by hand.

DROP TABLE phi.access;
