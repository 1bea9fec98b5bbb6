-- Gives an entry its place in a merged log, out of the way of the places others have still. Parameters: $id, $seq, $number (NULL where it is the same).
UPDATE decision SET seq = -$seq, number = $number WHERE id = $id
