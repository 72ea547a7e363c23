INSERT INTO categories (id, name, country) VALUES (1, 'one', 'de'), (2, 'two', NULL);
SELECT setval('categories_id_seq', 2);
INSERT INTO categories (parent, name) VALUES (1, 'three');
INSERT INTO products (category, name, price, states, many, home, validity, period, contact)
    VALUES (1, 'a', 1.5, '{old,between}', '{new}', ROW('Main, "Street"', 'between', '{1,2}'), '[1.25,2.5)', '[1,3)', 'a@b'),
        (2, 'b', 2, NULL, NULL, NULL, NULL, NULL, NULL);
DELETE FROM products WHERE name = 'b';
INSERT INTO products (category, name, price) VALUES (2, 'c', 3);
UPDATE categories SET favourite = 100 WHERE id = 1;
SELECT nextval('tickets');
INSERT INTO cached VALUES ('k', '\x00ff');
INSERT INTO nothing DEFAULT VALUES;
INSERT INTO of_a_type VALUES ('s', 'old', '{3}');
INSERT INTO base VALUES (1, 'base');
INSERT INTO heir VALUES (2, 'heir', 'e');
INSERT INTO of_everybody VALUES ('2024-01-01', 3);
INSERT INTO events VALUES (1, '2024-02-01', 'a', 1), (2, '2025-02-01', 'a', 2), (3, '2025-03-01', 'z', NULL);
INSERT INTO of_events VALUES (1, '2024-02-01');
INSERT INTO "Order" VALUES (1, 'x', 'new');
INSERT INTO secrets VALUES (1, 'somebody else', 'secret'), (2, current_user, 'mine');
REFRESH MATERIALIZED VIEW totals;
REFRESH MATERIALIZED VIEW totals_of_totals;
REFRESH MATERIALIZED VIEW seen;
