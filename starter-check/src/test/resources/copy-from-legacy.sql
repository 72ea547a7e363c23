-- What initializers have written makes room for the old rows.
TRUNCATE tenant1.note;
INSERT INTO tenant1.note (id, text) SELECT id, text FROM legacy.note;
SELECT setval(pg_get_serial_sequence('tenant1.note', 'id'), (SELECT max(id) FROM tenant1.note));
