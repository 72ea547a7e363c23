INSERT INTO note (text) SELECT text FROM ${public}.greeting;
