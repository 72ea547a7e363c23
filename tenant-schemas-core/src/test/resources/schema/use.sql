DO $$
DECLARE
    found record;
    number int;
BEGIN
    -- Nothing that is counted collides, also where there are rows already.
    INSERT INTO categories (name) SELECT 'one' WHERE NOT EXISTS (SELECT FROM categories WHERE id = 1);
    INSERT INTO categories (name, country) VALUES ('new', 'fr') RETURNING * INTO found;
    ASSERT found.id IS NOT NULL AND found.note = 'acme.categories';
    INSERT INTO categories (id) VALUES (2000);
    ASSERT (SELECT name FROM categories WHERE id = 2000) = 'name; {d ''x''} ?';
    INSERT INTO products (category, name, price, home) VALUES (1, 'used', 10, ROW('s', 'new', NULL)) RETURNING * INTO found;
    ASSERT found.tax = 1.9 AND found.state = 'new' AND found.id >= 100 AND found.contact = 'nobody@example.com';
    UPDATE categories SET name = 'renamed' WHERE id = 1;
    ASSERT (SELECT count(*) FROM history WHERE what = 'UPDATE remembers' AND value = 'a;b') = 1;
    ASSERT (SELECT count(*) FROM history WHERE what = 'INSERT disabled') = 0;
    UPDATE products SET price = 11 WHERE name = 'used';
    ASSERT (SELECT count(*) FROM history WHERE what = 'UPDATE with_tables') = 1;
    ASSERT (SELECT category FROM cheap WHERE "Name" = 'used') = 'renamed';
    INSERT INTO cheap ("Name") VALUES ('by view');
    ASSERT (SELECT price FROM products WHERE name = 'by view') = 5;
    INSERT INTO plain (id) VALUES (3000);
    ASSERT (SELECT name FROM categories WHERE id = 3000) = 'by view';
    BEGIN
        INSERT INTO plain (id, name) VALUES (3001, 'hidden');
        ASSERT false, 'the check option of the view';
    EXCEPTION WHEN with_check_option_violation THEN NULL;
    END;
    INSERT INTO above (category) VALUES ('by rule');
    ASSERT EXISTS (SELECT FROM categories WHERE name = 'by rule');
    INSERT INTO cached VALUES ('by rule', '');
    ASSERT EXISTS (SELECT FROM history WHERE what = 'rule' AND value = 'by rule');
    DELETE FROM history;
    ASSERT EXISTS (SELECT FROM history);
    ASSERT count_products(1) >= 2 AND with_path() >= 5 AND with_settings('a', 'b') = 2;
    ASSERT (SELECT products FROM of_view() WHERE id = 1) >= 2;
    CALL add_category('by procedure', number);
    ASSERT number > 1;
    ASSERT (SELECT longest(name) FROM categories) = 'name; {d ''x''} ?' AND (SELECT how_many(*) FROM categories) > 5;
    INSERT INTO events VALUES (9, '2024-05-05', 'a', 1), (9, '2025-05-05', 'b', NULL);
    ASSERT (SELECT count(*) FROM events_2025_rest WHERE id = 9) = 1;
    INSERT INTO of_events VALUES (9, '2024-05-05');
    BEGIN
        DELETE FROM events WHERE id = 9;
        ASSERT false, 'the foreign key to partitions';
    EXCEPTION WHEN foreign_key_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO categories (name, country) VALUES ('nowhere', 'xx');
        ASSERT false, 'the foreign key to a shared table';
    EXCEPTION WHEN foreign_key_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO products (category, contact) VALUES (1, 'nobody');
        ASSERT false, 'the check of the domain';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO base VALUES (7, '');
        ASSERT false, 'the check of the table';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    INSERT INTO products (category, name, period) VALUES (1, 'p', '[5,9)');
    BEGIN
        INSERT INTO products (category, name, period) VALUES (1, 'q', '[8,10)');
        ASSERT false, 'the exclusion';
    EXCEPTION WHEN exclusion_violation THEN NULL;
    END;
    INSERT INTO heir (name) VALUES ('12');
    ASSERT EXISTS (SELECT FROM base WHERE id = 12);
    INSERT INTO "Order" ("select") VALUES (77);
    ASSERT (SELECT "from"" it" FROM "Order" WHERE "select" = 77) = 'acme.x' AND "Function"(3) = 3;
    ASSERT NOT EXISTS (SELECT FROM secrets WHERE owner = 'somebody else');
    INSERT INTO secrets VALUES (4, 'a', 'b');
    REFRESH MATERIALIZED VIEW totals;
    REFRESH MATERIALIZED VIEW totals_of_totals;
    REFRESH MATERIALIZED VIEW empty;
    ASSERT (SELECT total FROM totals WHERE category = 1) > 10;
    ASSERT nextval('tickets') >= 5;
    DELETE FROM products WHERE name = 'used';
    SET CONSTRAINTS late IMMEDIATE;
    ASSERT EXISTS (SELECT FROM history WHERE what = 'DELETE late');
END $$;
