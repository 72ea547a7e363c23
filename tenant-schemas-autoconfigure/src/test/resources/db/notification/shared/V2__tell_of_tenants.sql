CREATE FUNCTION tell_of_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM pg_notify('tenant_schemas_public', 'created ' || NEW.id || ' ' || left(NEW.schema_name, 63));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM pg_notify('tenant_schemas_public', 'dropped ' || OLD.id || ' ' || left(OLD.schema_name, 63));
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM pg_notify('tenant_schemas_public', 'everything');
    ELSIF NEW.schema_name <> OLD.schema_name THEN
        PERFORM pg_notify('tenant_schemas_public',
            'renamed ' || NEW.id || ' ' || left(OLD.schema_name, 63) || ' ' || left(NEW.schema_name, 63));
    ELSIF NEW.status <> OLD.status THEN
        PERFORM pg_notify('tenant_schemas_public', 'changed ' || NEW.id || ' ' || left(NEW.schema_name, 63));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION tell_of_tenant_domain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM pg_notify('tenant_schemas_public', 'everything');
    ELSE
        PERFORM pg_notify('tenant_schemas_public', 'changed ' || id || ' ' || left(schema_name, 63))
        FROM public.client WHERE id IN (OLD.tenant_id, NEW.tenant_id);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER tell_of_tenant AFTER INSERT OR UPDATE OR DELETE ON client
    FOR EACH ROW EXECUTE FUNCTION tell_of_tenant();
CREATE TRIGGER tell_of_all_tenants AFTER TRUNCATE ON client
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_tenant();
CREATE TRIGGER tell_of_tenant_domain AFTER INSERT OR UPDATE OR DELETE ON tenant_domain
    FOR EACH ROW EXECUTE FUNCTION tell_of_tenant_domain();
CREATE TRIGGER tell_of_all_tenant_domains AFTER TRUNCATE ON tenant_domain
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_tenant_domain();
