package io.tenantschemas.benchmarks.migration;

import io.tenantschemas.benchmarks.rival.Client;

/** What an application does when a tenant signs up, in one transaction. */
record SignUp(Clients clients) {

    void signUp(String schema) {
        clients.save(new Client(schema, schema + ".example.com"));
    }
}
