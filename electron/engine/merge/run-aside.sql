-- The newest run is the one entered last; after a merge, the one made last. First half of renumbering: out of the way of the new numbers.
UPDATE run SET rowid = -(SELECT count(*) FROM run AS o WHERE (o.created_at_us, o.id) <= (run.created_at_us, run.id))
