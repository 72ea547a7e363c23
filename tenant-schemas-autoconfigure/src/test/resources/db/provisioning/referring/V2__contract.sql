CREATE TABLE contract (
  id        bigint PRIMARY KEY,
  client_id bigint NOT NULL REFERENCES ${public}.client (id)
);
