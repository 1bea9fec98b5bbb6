-- Before all is derived from the log again.
DELETE FROM blind_review_end
