-- When and from what records of each type were last compared. Result: type, input_id, records, model (JSON), made_at_us.
SELECT type, input_id, records, model, made_at_us FROM entity_linkage ORDER BY type
