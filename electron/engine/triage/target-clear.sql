-- Forgets which anomalies decisions are about, to derive it from the log again.
DELETE FROM decision_target
