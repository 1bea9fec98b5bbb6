-- Forgets the decisions about entities, to derive them from the log again.
DELETE FROM entity_override
