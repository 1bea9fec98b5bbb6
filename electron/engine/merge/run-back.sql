-- Second half of renumbering.
UPDATE run SET rowid = -rowid
