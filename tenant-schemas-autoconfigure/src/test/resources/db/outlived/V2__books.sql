CREATE TABLE author (id bigint PRIMARY KEY, name varchar(100) NOT NULL);
CREATE TABLE book (id bigint PRIMARY KEY, author_id bigint NOT NULL REFERENCES author, title varchar(100) NOT NULL);
