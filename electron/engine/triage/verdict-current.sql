-- Every verdict in force, with all its columns.
SELECT anomaly_id, decision_id, verdict, reason, note, analyst, at_us, bulk_id FROM verdict_current
