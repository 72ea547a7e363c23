-- Expand: nodes that do not know the column go on writing notes without it.
ALTER TABLE note ADD COLUMN title text;
