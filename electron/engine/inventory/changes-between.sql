-- Change windows that overlap [$from, $to), from the lists in use at its end. Parameters: $from, $to.
SELECT i.id AS inventory, i.kind, i.file, r.row_no, r.body, w.from_us AS t_from_us, w.to_us AS t_to_us, i.imported_at_us
FROM change_window AS w
JOIN inventory AS i ON i.id = w.inventory_id
JOIN inventory_record AS r ON r.inventory_id = w.inventory_id AND r.row_no = w.row_no
WHERE w.from_us < $to AND w.to_us > $from AND i.retired_by IS NULL
  AND (i.valid_from_us IS NULL OR i.valid_from_us < $to) AND (i.valid_to_us IS NULL OR i.valid_to_us >= $to)
ORDER BY w.from_us, i.id, r.row_no
