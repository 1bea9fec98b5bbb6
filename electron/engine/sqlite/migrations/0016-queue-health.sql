-- How often the health of anomalies was written. Anomalies themselves are never changed, so that who keeps a list of some runs' anomalies
-- has the newest for as long as this stands.
CREATE TABLE anomaly_health_change (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  changes INTEGER NOT NULL
) STRICT;
INSERT INTO anomaly_health_change (only, changes) VALUES (1, 0);
CREATE TRIGGER anomaly_health_put AFTER INSERT ON anomaly_health BEGIN
  UPDATE anomaly_health_change SET changes = changes + 1;
END;
CREATE TRIGGER anomaly_health_changed AFTER UPDATE ON anomaly_health BEGIN
  UPDATE anomaly_health_change SET changes = changes + 1;
END;
