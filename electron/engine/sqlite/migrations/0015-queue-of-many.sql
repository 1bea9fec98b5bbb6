-- What the queue is listed and searched by lies in an index of its own, so that the bodies, some 30 kB each, are read for the cases of a page alone.
ALTER TABLE anomaly ADD COLUMN reasons TEXT GENERATED ALWAYS AS (json_extract(body, '$.reasons')) VIRTUAL;
ALTER TABLE anomaly ADD COLUMN evidence_count INTEGER GENERATED ALWAYS AS (json_extract(body, '$.evidenceCount')) VIRTUAL;
DROP INDEX anomaly_by_run;
CREATE INDEX anomaly_by_run ON anomaly (run_id, rank, id, model, p_value, q_value, label, reasons);
DROP INDEX anomaly_by_subject;
CREATE INDEX anomaly_by_subject ON anomaly (model, subject_key, from_us, to_us, id, evidence_count);

-- Anomalies of which more may be to be said than that nobody has judged them: judged themselves or on another anomaly of the same subject and window,
-- in a blind sample or review, or disputed. All others are open, and their scores are shown.
CREATE VIEW queue_concerned AS
SELECT a.id
FROM verdict_current AS c
CROSS JOIN anomaly AS p ON p.id = c.anomaly_id
CROSS JOIN anomaly AS a ON a.model = p.model AND a.subject_key = p.subject_key AND a.from_us = p.from_us AND a.to_us = p.to_us
UNION
SELECT anomaly_id FROM blind_item
UNION
SELECT anomaly_id FROM blind_review_item
UNION
SELECT anomaly_id FROM verdict_dispute;
