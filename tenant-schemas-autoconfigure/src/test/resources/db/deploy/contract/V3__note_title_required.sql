-- Contract: in a later release, once no node is left that writes notes without a title.
UPDATE note SET title = left(text, 40) WHERE title IS NULL;
ALTER TABLE note ALTER COLUMN title SET NOT NULL;
