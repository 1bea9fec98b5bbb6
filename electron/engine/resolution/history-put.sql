-- What became of an id. Parameters: $number, $op, $old, $new, $label.
INSERT INTO entity_history (number, op, old_id, new_id, label) VALUES ($number, $op, $old, $new, $label)
