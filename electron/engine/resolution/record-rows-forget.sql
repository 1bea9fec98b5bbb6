-- Rows of versions of a source that is read again from the start, or of versions out of use. Parameters: $inventory.
DELETE FROM entity_row WHERE inventory_id = $inventory
