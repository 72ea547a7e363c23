ALTER TABLE client ADD COLUMN code varchar(253) NOT NULL;
