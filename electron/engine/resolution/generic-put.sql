-- An identifier that tells nobody from others. Parameters: $type, $identifier, $reason, $records.
INSERT INTO entity_generic (type, identifier, reason, records) VALUES ($type, $identifier, $reason, $records)
ON CONFLICT (type, identifier) DO UPDATE SET reason = excluded.reason, records = excluded.records
