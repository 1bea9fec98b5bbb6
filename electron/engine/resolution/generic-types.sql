-- Which identifiers tell nobody from others, for which types of entities.
SELECT type, identifier FROM entity_generic ORDER BY identifier, type
