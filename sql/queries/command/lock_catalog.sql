-- Two who apply a catalogue at once get two numbers.
SELECT pg_advisory_xact_lock(hashtextextended('catalogue', 0));
