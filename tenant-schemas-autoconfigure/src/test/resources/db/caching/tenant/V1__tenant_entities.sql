CREATE TABLE note (
  id   bigint PRIMARY KEY,
  code varchar(10) NOT NULL UNIQUE,
  text varchar(100) NOT NULL
);

CREATE TABLE note_tags (
  note_id bigint NOT NULL REFERENCES note (id),
  tags    varchar(100) NOT NULL
);

CREATE TABLE setting (
  id   bigint PRIMARY KEY,
  text varchar(100) NOT NULL
);

CREATE TABLE read_only (
  id   bigint PRIMARY KEY,
  text varchar(100) NOT NULL
);

CREATE TABLE nonstrict (
  id   bigint PRIMARY KEY,
  text varchar(100) NOT NULL
);

CREATE TABLE transactional (
  id   bigint PRIMARY KEY,
  text varchar(100) NOT NULL
);
