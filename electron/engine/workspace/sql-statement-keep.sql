-- Names or pins a statement. Parameters: $id $name $isPinned.
UPDATE sql_statement SET name = $name, is_pinned = $isPinned WHERE id = $id
