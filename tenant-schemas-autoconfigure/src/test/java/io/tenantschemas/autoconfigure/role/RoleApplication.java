package io.tenantschemas.autoconfigure.role;

import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;

import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.TestDatabase;

/** An application whose tenants have roles, as a user who may do no more than it needs. */
final class RoleApplication {

    private RoleApplication() {}

    /** Starts one on a database that lasts longer than it. */
    static RunningApplication start(TestDatabase database, LimitedUser user, String... properties) {
        return RunningApplication.start(
                database,
                ClientApplication.class,
                WebApplicationType.NONE,
                Stream.concat(
                                Stream.of(
                                        "spring.datasource.username=" + user.name(),
                                        "spring.datasource.password=" + user.password(),
                                        "tenant-schemas.routing.strategy=role"),
                                Stream.of(properties))
                        .toArray(String[]::new));
    }
}
