package io.tenantschemas.autoconfigure.session;

/** Sessions in the memory of the server. */
class ServerSessionsIT extends SessionScenarios implements CommonStoreScenarios {

    ServerSessionsIT() {
        super(
                "tenant-schemas.public-hosts=www.example.com",
                "tenant-schemas.ignored-paths=/basket/ignored",
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/session/users");
    }
}
