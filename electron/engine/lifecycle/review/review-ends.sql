-- Who has ended a review. Parameters: $review. Columns: analyst.
SELECT DISTINCT analyst FROM blind_review_end WHERE run_id = $review AND undone = 0 ORDER BY analyst
