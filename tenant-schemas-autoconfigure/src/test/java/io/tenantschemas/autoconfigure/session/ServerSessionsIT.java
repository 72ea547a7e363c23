package io.tenantschemas.autoconfigure.session;

/** Sessions in the memory of the server. */
class ServerSessionsIT extends SessionScenarios {

    ServerSessionsIT() {
        super(
                "tenant-schemas.public-hosts=www.example.com",
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/session/users");
    }
}
