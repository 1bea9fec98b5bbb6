-- DNS domains of the accounts of directories. Result: domain.
SELECT DISTINCT substr(identifier, 12, instr(identifier, '\') - 12) AS domain
FROM entity_identifier
WHERE identifier >= 'account:nt:' AND identifier < 'account:nt;' AND identifier NOT LIKE 'account:nt:~%'
ORDER BY domain
