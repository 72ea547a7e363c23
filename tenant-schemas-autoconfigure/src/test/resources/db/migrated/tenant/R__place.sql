ALTER TABLE note ALTER text SET DEFAULT current_schema();
