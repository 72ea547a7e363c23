CREATE TABLE newer (
    id int CONSTRAINT never_null NOT NULL,
    half int GENERATED ALWAYS AS (id / 2) VIRTUAL,
    old text,
    reference int,
    during int4range,
    CONSTRAINT not_enforced CHECK (id > 5) NOT ENFORCED,
    CONSTRAINT newer_pk PRIMARY KEY (id)
);
COMMENT ON CONSTRAINT never_null ON newer IS 'a not-null constraint';
INSERT INTO newer (id) VALUES (1), (2);
ALTER TABLE newer ADD CONSTRAINT old_never_null NOT NULL old NOT VALID;
ALTER TABLE newer ADD CONSTRAINT newer_self FOREIGN KEY (reference) REFERENCES newer NOT ENFORCED;
CREATE TABLE older (other int, CONSTRAINT not_inherited NOT NULL other NO INHERIT);
CREATE TABLE parent_of_newer (a int CONSTRAINT a_here NOT NULL);
CREATE TABLE newest (b int, CONSTRAINT b_here NOT NULL b) INHERITS (parent_of_newer);
CREATE TABLE temporal (room int4range, during daterange, PRIMARY KEY (room, during WITHOUT OVERLAPS));
CREATE TABLE temporal_reference (room int4range, during daterange,
    FOREIGN KEY (room, PERIOD during) REFERENCES temporal (room, PERIOD during));
CREATE TABLE parts (id int NOT NULL, v int CONSTRAINT parts_v NOT NULL) PARTITION BY LIST (id);
CREATE TABLE parts_1 (id int NOT NULL, v int CONSTRAINT v_here NOT NULL);
ALTER TABLE parts ATTACH PARTITION parts_1 FOR VALUES IN (1);
