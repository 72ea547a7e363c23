CREATE TABLE purchase_line (purchase_id bigint REFERENCES purchase, product_id bigint REFERENCES product, quantity int NOT NULL);
CREATE INDEX purchase_line_purchase ON purchase_line (purchase_id);
CREATE VIEW bestseller AS SELECT product_id, sum(quantity) AS quantity FROM purchase_line GROUP BY product_id;
