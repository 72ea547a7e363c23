package io.tenantschemas.isolationcheck.way;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

/** Which pool connections come from where there is a second one for reading, and whose schema they are at. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class ReplicasIT {

    private final Way way;

    ReplicasIT(Way way) {
        this.way = way;
    }

    static Stream<Way> ways() {
        return Way.withReplica(Reach.DIRECT);
    }

    @BeforeEach
    void clear() {
        way.application().clear();
    }

    @Test
    void writesThroughTheFirstPool() {
        for (SchemaName tenant : List.of(ACME, GLOBEX, ACME)) {
            assertThat(insert(tenant)).isEqualTo("writes at " + tenant);
        }
    }

    @Test
    void readsTheBoundTenantsRowsThroughTheSecondPool() {
        insert(ACME);
        insert(GLOBEX);
        TransactionTemplate readOnly = new TransactionTemplate(way.transactions());
        readOnly.setReadOnly(true);
        for (SchemaName tenant : List.of(ACME, GLOBEX, ACME)) {
            in(tenant, readOnly, () -> {
                assertThat(way.access().findAll()).extracting(Row::stamp).containsExactly(tenant.value());
                assertThat(connection()).isEqualTo("reads at " + tenant);
            });
        }
    }

    @Test
    void readsWithinATransactionThatWritesThroughTheFirstPool() {
        insert(ACME);
        in(ACME, new TransactionTemplate(way.transactions()), () -> {
            assertThat(way.access().findAll()).hasSize(1);
            assertThat(connection()).isEqualTo("writes at acme");
        });
    }

    private String insert(SchemaName tenant) {
        String[] connection = new String[1];
        in(tenant, new TransactionTemplate(way.transactions()), () -> {
            way.access().insert(List.of(way.application().row(tenant, "of " + tenant + System.nanoTime())));
            connection[0] = connection();
        });
        return connection[0];
    }

    private void in(SchemaName tenant, TransactionTemplate transaction, Runnable work) {
        way.application()
                .template()
                .executeWithoutResult(tenant.value(), () -> transaction.executeWithoutResult(status -> work.run()));
    }

    /** Returns which pool's the transaction's connection is, without the tenant's name, and where it points, as the server knows it. */
    private String connection() {
        return way.application()
                .bean(JdbcClient.class)
                .sql(
                        "SELECT regexp_replace(current_setting('application_name'), '^.*@', '') || ' at ' || current_schema()")
                .query(String.class)
                .single();
    }
}
