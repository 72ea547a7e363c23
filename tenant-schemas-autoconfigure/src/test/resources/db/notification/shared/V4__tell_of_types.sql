CREATE FUNCTION tell_of_type() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('tenant_schemas_public', 'changed ' || NEW.id || ' ' || left(NEW.schema_name, 63));
    RETURN NULL;
END $$;

CREATE TRIGGER tell_of_type AFTER UPDATE ON client
    FOR EACH ROW WHEN (NEW.plan IS DISTINCT FROM OLD.plan) EXECUTE FUNCTION tell_of_type();
