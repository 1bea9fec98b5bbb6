-- Puts the entries that were moved where they belong.
UPDATE decision SET seq = -seq WHERE seq < 0
