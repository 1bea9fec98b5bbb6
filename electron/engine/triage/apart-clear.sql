-- Forgets which verdicts were given without sight of each other, to derive it from the log again.
DELETE FROM verdict_apart
