-- Whose a row is, it says itself: an answer with another tenant's row is noticed.
INSERT INTO product_categories (name, slug) SELECT current_schema(), 'category-' || n FROM generate_series(1, 5) n;
INSERT INTO products (category_id, sku, name, price)
  SELECT 1 + n % 5, 'sku-' || n, current_schema(), n + 0.99 FROM generate_series(1, 20) n;
INSERT INTO customers (email, name) SELECT 'customer-' || n || '@example.com', current_schema() FROM generate_series(1, 20) n;
INSERT INTO addresses (customer_id, street, city, postcode, country)
  SELECT n, n || ' High Street', current_schema(), '12345', 'DE' FROM generate_series(1, 20) n;
INSERT INTO orders (customer_id, ship_to_id, number, status, total)
  SELECT n, n, 'order-' || n, 'PAID', n * 10 FROM generate_series(1, 20) n;
INSERT INTO order_items (order_id, product_id, quantity, unit_price)
  SELECT n, 1 + (n + i) % 20, i, 9.99 FROM generate_series(1, 20) n, generate_series(1, 3) i;
INSERT INTO payments (order_id, method, amount, reference)
  SELECT n, current_schema(), n * 10, 'payment-' || n FROM generate_series(1, 20) n;
INSERT INTO refunds (payment_id, amount, reason) SELECT n, 1, current_schema() FROM generate_series(1, 20) n;
INSERT INTO warehouses (code, name) VALUES ('main', current_schema()), ('spare', current_schema());
INSERT INTO shipments (order_id, warehouse_id, tracking)
  SELECT n, 1 + n % 2, 'shipment-' || n FROM generate_series(1, 20) n;
INSERT INTO shipment_items (shipment_id, order_item_id, quantity)
  SELECT order_id, id, quantity FROM order_items ORDER BY id;
INSERT INTO reviews (product_id, customer_id, rating, body)
  SELECT 1 + (n + i) % 20, n, 1 + i, current_schema() FROM generate_series(1, 20) n, generate_series(1, 2) i;
