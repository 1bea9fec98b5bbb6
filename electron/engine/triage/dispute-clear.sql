-- Forgets on which anomalies verdicts differ, to derive it from the log again.
DELETE FROM verdict_dispute
