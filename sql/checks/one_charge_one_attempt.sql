-- A charge at the processor belongs to one attempt.
SELECT format('%s charge %s stands under the attempts %s', p.processor, p.reference, string_agg(p.id, ', ')) AS finding
FROM payment_attempt AS p
WHERE p.reference IS NOT NULL
GROUP BY p.processor, p.reference
HAVING count(*) > 1;
