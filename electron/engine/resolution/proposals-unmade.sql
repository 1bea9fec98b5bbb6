-- Takes every proposal for gone until it is made again.
UPDATE entity_proposal SET is_gone = 1
