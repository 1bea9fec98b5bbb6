-- Inventories become versions of a source: the newer export supersedes the older one from its own time on, and nothing is overwritten.
-- `valid_from_us`/`valid_to_us` are derived (NULL: unbounded); `details` is JSON of InventoryDetails.
ALTER TABLE inventory ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE inventory ADD COLUMN as_of_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inventory ADD COLUMN as_of_basis TEXT NOT NULL DEFAULT 'import';
ALTER TABLE inventory ADD COLUMN valid_from_us INTEGER;
ALTER TABLE inventory ADD COLUMN valid_to_us INTEGER;
ALTER TABLE inventory ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE inventory ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
ALTER TABLE inventory ADD COLUMN retired_by TEXT REFERENCES decision (id);
UPDATE inventory SET source = file, as_of_us = imported_at_us;
UPDATE inventory SET
  valid_from_us = (
    SELECT CASE WHEN count(*) > 0 THEN inventory.as_of_us END FROM inventory AS p
    WHERE p.kind = inventory.kind AND p.source = inventory.source AND (p.as_of_us, p.id) < (inventory.as_of_us, inventory.id)
  ),
  valid_to_us = (
    SELECT min(n.as_of_us) FROM inventory AS n
    WHERE n.kind = inventory.kind AND n.source = inventory.source AND (n.as_of_us, n.id) > (inventory.as_of_us, inventory.id)
  )
WHERE kind <> 'dhcp';

-- What makes a row the same row in another version, and the typed columns others ask for by SQL.
ALTER TABLE inventory_record ADD COLUMN record_key TEXT NOT NULL DEFAULT '';
ALTER TABLE inventory_record ADD COLUMN updated_us INTEGER;
ALTER TABLE inventory_record ADD COLUMN owner TEXT;
ALTER TABLE inventory_record ADD COLUMN support_group TEXT;
ALTER TABLE inventory_record ADD COLUMN criticality INTEGER;
CREATE INDEX inventory_record_by_key ON inventory_record (inventory_id, record_key);

CREATE TABLE inventory_reject (
  inventory_id TEXT NOT NULL REFERENCES inventory (id),
  no INTEGER NOT NULL,
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  PRIMARY KEY (inventory_id, no)
) STRICT, WITHOUT ROWID;

-- Address ranges of network zones, change windows and scanners: 32 hexadecimal digits, both ends included, IPv4 mapped into IPv6.
CREATE TABLE inventory_range (
  inventory_id TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  lo TEXT NOT NULL,
  hi TEXT NOT NULL,
  prefix INTEGER NOT NULL,
  FOREIGN KEY (inventory_id, row_no) REFERENCES inventory_record (inventory_id, row_no)
) STRICT;
CREATE INDEX inventory_range_by_start ON inventory_range (lo, hi);

CREATE TABLE change_window (
  inventory_id TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL,
  PRIMARY KEY (inventory_id, row_no),
  FOREIGN KEY (inventory_id, row_no) REFERENCES inventory_record (inventory_id, row_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_window_by_time ON change_window (from_us, to_us);

-- What lease logs said. Logs add to each other, so leases are derived from the events of every version that is not retired.
CREATE TABLE lease_event (
  inventory_id TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  zone TEXT NOT NULL,
  ip TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  message TEXT NOT NULL CHECK (message IN ('ack', 'renew', 'release', 'expire')),
  device TEXT NOT NULL,
  mac TEXT,
  host_name TEXT,
  end_us INTEGER,
  PRIMARY KEY (inventory_id, row_no),
  FOREIGN KEY (inventory_id, row_no) REFERENCES inventory_record (inventory_id, row_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX lease_event_by_address ON lease_event (ip, zone);
-- Who held an address, [from_us, to_us). `device` is the canonical MAC, or the host name where no MAC was logged.
CREATE TABLE lease (
  zone TEXT NOT NULL,
  ip TEXT NOT NULL,
  from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL,
  device TEXT NOT NULL,
  mac TEXT,
  host_name TEXT,
  closed_by TEXT NOT NULL CHECK (closed_by IN ('end', 'renew', 'release', 'expire', 'takeover', 'observed')),
  inventory_id TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  FOREIGN KEY (inventory_id, row_no) REFERENCES inventory_record (inventory_id, row_no)
) STRICT;
CREATE INDEX lease_by_address ON lease (ip, from_us);
CREATE INDEX lease_by_row ON lease (inventory_id, row_no);
-- Two devices that were both promised an address during [from_us, to_us).
CREATE TABLE lease_conflict (
  zone TEXT NOT NULL,
  ip TEXT NOT NULL,
  from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL,
  device TEXT NOT NULL,
  other_device TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('takeover', 'simultaneous')),
  inventory_id TEXT NOT NULL REFERENCES inventory (id)
) STRICT;
CREATE INDEX lease_conflict_by_address ON lease_conflict (ip, zone);

INSERT INTO lease_event (inventory_id, row_no, zone, ip, at_us, message, device, end_us)
SELECT k.inventory_id, k.row_no, '', substr(min(k.identifier), 4), min(k.t_from_us), 'ack',
  coalesce(
    (SELECT min(m.identifier) FROM inventory_identifier AS m WHERE m.inventory_id = k.inventory_id AND m.row_no = k.row_no AND m.identifier LIKE 'mac:%'),
    (SELECT min(h.identifier) FROM inventory_identifier AS h WHERE h.inventory_id = k.inventory_id AND h.row_no = k.row_no AND h.identifier LIKE 'host:%'),
    ''
  ),
  min(k.t_to_us)
FROM inventory_identifier AS k
WHERE k.t_from_us IS NOT NULL AND k.identifier LIKE 'ip:%'
GROUP BY k.inventory_id, k.row_no;
UPDATE lease_event SET
  mac = CASE WHEN device LIKE 'mac:%' THEN substr(device, 5) END,
  host_name = (SELECT json_extract(r.body, '$.hostName') FROM inventory_record AS r WHERE r.inventory_id = lease_event.inventory_id AND r.row_no = lease_event.row_no);
INSERT INTO lease (zone, ip, from_us, to_us, device, mac, host_name, closed_by, inventory_id, row_no)
SELECT zone, ip, at_us, end_us, device, mac, host_name, 'end', inventory_id, row_no FROM lease_event;
UPDATE inventory_identifier SET t_from_us = NULL, t_to_us = NULL;
