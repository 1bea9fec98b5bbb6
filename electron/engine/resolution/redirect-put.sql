-- Where an id leads that is no entity's any more. Parameters: $old, $new, $number, $cause.
INSERT INTO entity_redirect (old_id, new_id, number, cause) VALUES ($old, $new, $number, $cause)
ON CONFLICT (old_id) DO UPDATE SET new_id = excluded.new_id, number = excluded.number, cause = excluded.cause
