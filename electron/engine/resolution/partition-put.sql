-- A partition. Parameters: $number, $id, $rules, $now.
INSERT INTO entity_partition (number, id, rules, made_at_us) VALUES ($number, $id, $rules, $now)
