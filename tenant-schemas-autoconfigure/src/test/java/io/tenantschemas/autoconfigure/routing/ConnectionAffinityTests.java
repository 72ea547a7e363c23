package io.tenantschemas.autoconfigure.routing;

import java.time.Duration;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.ConnectionAffinity;
import io.tenantschemas.routing.RoutingRules;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether connections are chosen, and of which pools. No connection is opened. */
class ConnectionAffinityTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    TenantSchemasAutoConfiguration.class,
                    TenantRoutingAutoConfiguration.class))
            .withBean(TenantTable.class, () -> new TenantTable(SchemaName.of("public"), "client"))
            .withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/none");

    private static boolean chooses(RoutingRules rules, DataSource pool) {
        return rules.affinity().pools().apply(pool).isPresent();
    }

    @Test
    void waitsForAMomentUnlessItIsTold() {
        contextRunner.run(context -> assertThat(
                        context.getBean(RoutingRules.class).affinity().patience())
                .isEqualTo(Duration.ofMillis(50)));
        contextRunner
                .withPropertyValues("tenant-schemas.routing.affinity-wait=1s")
                .run(context -> assertThat(
                                context.getBean(RoutingRules.class).affinity().patience())
                        .isEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void refusesANegativeTime() {
        contextRunner
                .withPropertyValues("tenant-schemas.routing.affinity-wait=-1ms")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("tenant-schemas.routing.affinity-wait")
                        .hasStackTraceContaining("Use 0 to leave the choice of connections to the pool"));
    }

    @Test
    void choosesOfHikariCpsPoolsWhereThatDisturbsNobody() {
        contextRunner.run(context -> {
            RoutingRules rules = context.getBean(RoutingRules.class);
            try (HikariDataSource plain = new HikariDataSource();
                    HikariDataSource suspendable = new HikariDataSource();
                    HikariDataSource watched = new HikariDataSource()) {
                suspendable.setAllowPoolSuspension(true);
                watched.setLeakDetectionThreshold(10_000);
                assertThat(chooses(rules, plain)).isTrue();
                assertThat(chooses(rules, suspendable)).isFalse();
                assertThat(chooses(rules, watched)).isFalse();
                assertThat(chooses(rules, new LazyConnectionDataSourceProxy(plain)))
                        .isFalse();
            }
        });
    }

    @Test
    void makesWayForAnotherChoice() {
        contextRunner
                .withBean(ConnectionAffinity.class, ConnectionAffinity::none)
                .run(context -> assertThat(chooses(context.getBean(RoutingRules.class), new HikariDataSource()))
                        .isFalse());
    }
}
