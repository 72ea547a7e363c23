CREATE TABLE tenant_provisioning (
    tenant_id bigint PRIMARY KEY,
    wanted_status varchar(20) NOT NULL DEFAULT 'ACTIVE',
    attempts integer NOT NULL DEFAULT 0,
    is_begun boolean NOT NULL DEFAULT false,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    losses integer NOT NULL DEFAULT 0,
    reason text,
    schema_oid oid
);
