-- One row of an inventory. Parameters: $inventory, $row, $body (JSON object by field name), $key, $updated (microseconds), $owner, $support, $criticality.
INSERT INTO inventory_record (inventory_id, row_no, body, record_key, updated_us, owner, support_group, criticality)
VALUES ($inventory, $row, $body, $key, $updated, $owner, $support, $criticality)
