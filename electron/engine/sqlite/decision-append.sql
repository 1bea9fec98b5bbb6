-- Adds one decision at the end of the log. Parameters: $seq $id $at $actor $kind $body $prevHash $hash.
INSERT INTO decision (seq, id, at_us, actor, kind, body, prev_hash, hash)
VALUES ($seq, $id, $at, $actor, $kind, $body, $prevHash, $hash)
