-- An entity. Parameters: $id.
SELECT id, type, label, detail, records, from_us, to_us, since FROM entity WHERE id = $id
