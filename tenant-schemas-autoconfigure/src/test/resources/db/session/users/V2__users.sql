CREATE TABLE users (
  username varchar(100) PRIMARY KEY,
  password varchar(100) NOT NULL,
  enabled  boolean NOT NULL
);

CREATE TABLE authorities (
  username  varchar(100) NOT NULL REFERENCES users (username),
  authority varchar(100) NOT NULL
);
