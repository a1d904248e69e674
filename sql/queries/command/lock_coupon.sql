-- Until the transaction ends nobody else redeems this coupon: of twenty who want the last one, one gets it.
SELECT pg_advisory_xact_lock(hashtextextended('coupon ' || $1::text, 0));
