CREATE TABLE country (
  id   bigint PRIMARY KEY,
  code varchar(10) NOT NULL UNIQUE,
  name varchar(100) NOT NULL
);

CREATE TABLE country_labels (
  country_id bigint NOT NULL REFERENCES country (id),
  labels     varchar(100) NOT NULL
);

CREATE TABLE setting (
  id   bigint PRIMARY KEY,
  text varchar(100) NOT NULL
);
