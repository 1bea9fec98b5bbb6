-- Where an anomaly comes in its run's share of the queue, when turns between subjects and entities put it elsewhere than its rank.
CREATE TABLE anomaly_place (
  anomaly_id TEXT PRIMARY KEY REFERENCES anomaly (id),
  place INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
