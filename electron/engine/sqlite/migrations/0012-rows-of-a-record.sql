-- The rows that a record was said in are looked up for every entity that is shown.
CREATE INDEX entity_row_by_record ON entity_row (record_no);
