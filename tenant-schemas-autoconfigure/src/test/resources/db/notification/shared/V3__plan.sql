-- What a tenant model with @TenantType has.
ALTER TABLE client ADD COLUMN plan text;
