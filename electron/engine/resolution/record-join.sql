-- The entity a record belongs to. Parameters: $no, $entity.
UPDATE entity_record SET entity_id = $entity WHERE no = $no
