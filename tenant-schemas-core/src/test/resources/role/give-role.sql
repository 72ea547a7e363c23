DO $$
DECLARE
  tenant      CONSTANT name := 'acme';
  application CONSTANT name := 'shop';  -- the user of the application
  grp         CONSTANT name := current_database() || '_tenants';
  -- ADMIN, so that it can rename and drop the role
  options     CONSTANT text := CASE
    WHEN current_setting('server_version_num')::int >= 160000 THEN ' WITH INHERIT FALSE, SET TRUE, ADMIN TRUE' ELSE ' WITH ADMIN OPTION' END;
  command     text;
BEGIN
  EXECUTE format('CREATE ROLE %I NOLOGIN', tenant);
  EXECUTE format('GRANT %I TO %I' || options, tenant, application);
  EXECUTE format('GRANT %I TO %I', grp, tenant);
  EXECUTE format('ALTER SCHEMA %I OWNER TO %1$I', tenant);
  FOR command IN
    SELECT format('ALTER TABLE %s OWNER TO %I', c.oid::regclass, tenant)
    FROM pg_class c
    WHERE c.relnamespace = tenant::text::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      -- such a sequence goes wherever its table goes
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))
    UNION ALL
    SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, tenant)
    FROM pg_proc p
    WHERE p.pronamespace = tenant::text::regnamespace
    UNION ALL
    SELECT format('ALTER TYPE %s OWNER TO %I', t.oid::regtype, tenant)
    FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.typnamespace = tenant::text::regnamespace AND t.typelem = 0
      AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
  LOOP
    EXECUTE command;
  END LOOP;
END $$;
