CREATE TABLE ticket (id bigint PRIMARY KEY, text varchar(200) NOT NULL);
CREATE SEQUENCE ticket_seq INCREMENT BY 50;
