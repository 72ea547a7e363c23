CREATE SEQUENCE report_seq INCREMENT 50;
CREATE TABLE report (
    id bigint PRIMARY KEY,
    item_id bigint REFERENCES item,
    title text NOT NULL
);
