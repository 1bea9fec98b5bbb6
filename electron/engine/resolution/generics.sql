-- Identifiers that tell nobody from others, the most borne first. Parameters: $limit.
SELECT type, identifier, reason, records, count(*) OVER () AS total FROM entity_generic ORDER BY records DESC, identifier, type LIMIT $limit
