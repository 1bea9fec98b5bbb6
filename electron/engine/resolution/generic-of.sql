-- Types of entities for which an identifier is generic. Parameters: $identifier.
SELECT type FROM entity_generic WHERE identifier = $identifier ORDER BY type
