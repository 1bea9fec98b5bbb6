-- Takes a version out of use by a decision, or back into it. Parameters: $id, $decision (NULL: in use).
UPDATE inventory SET retired_by = $decision WHERE id = $id
