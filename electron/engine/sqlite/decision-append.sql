-- Adds one decision at the end of the log. Parameters: $seq $number (NULL where it is the same) $id $at $actor $kind $body $prevHash $hash.
INSERT INTO decision (seq, number, id, at_us, actor, kind, body, prev_hash, hash)
VALUES ($seq, $number, $id, $at, $actor, $kind, $body, $prevHash, $hash)
