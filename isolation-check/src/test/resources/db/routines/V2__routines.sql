-- What their bodies name is looked up when they run, by the path of that moment.
CREATE FUNCTION add_entry(new_marker text, new_owner bigint, new_stamp text, new_writer int, new_amount int) RETURNS bigint
LANGUAGE sql AS $$
  INSERT INTO entry (marker, owner_id, stamp, writer, amount)
  VALUES (new_marker, new_owner, new_stamp, new_writer, new_amount) RETURNING id
$$;

CREATE FUNCTION entries() RETURNS TABLE (entry_id bigint, entry_marker varchar, entry_owner bigint, entry_stamp varchar, entry_writer int, entry_amount int)
LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT id, marker, owner_id, stamp, writer, amount FROM entry;
END
$$;

CREATE PROCEDURE insert_entry(new_marker text, new_owner bigint, new_stamp text, new_writer int, new_amount int)
LANGUAGE sql AS $$
  INSERT INTO entry (marker, owner_id, stamp, writer, amount) VALUES (new_marker, new_owner, new_stamp, new_writer, new_amount)
$$;

CREATE PROCEDURE change_entry(of_marker text, new_amount int) LANGUAGE sql AS $$
  UPDATE entry SET amount = new_amount WHERE marker = of_marker
$$;

CREATE PROCEDURE delete_entry(of_marker text) LANGUAGE sql AS $$
  DELETE FROM entry WHERE marker = of_marker
$$;

CREATE PROCEDURE count_entries(INOUT number bigint) LANGUAGE plpgsql AS $$
BEGIN
  SELECT count(*) INTO number FROM entry;
END
$$;
