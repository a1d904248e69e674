-- What has not succeeded by now will not any more.
UPDATE payment_attempt SET watch_until = NULL WHERE watch_until <= clock_timestamp();
