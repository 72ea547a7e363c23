-- Who lives here: one row, written when the tenant is made.
CREATE TABLE identity_card (
  owner_id bigint NOT NULL,
  stamp    varchar(36) NOT NULL
);

-- In blocks, as Hibernate's pooled optimizers take them.
CREATE SEQUENCE entry_seq INCREMENT BY 50;

CREATE TABLE entry (
  id       bigint NOT NULL DEFAULT nextval('entry_seq') PRIMARY KEY,
  marker   varchar(60) NOT NULL UNIQUE,
  owner_id bigint NOT NULL,
  stamp    varchar(36) NOT NULL,
  writer   int NOT NULL,
  amount   int NOT NULL
);
