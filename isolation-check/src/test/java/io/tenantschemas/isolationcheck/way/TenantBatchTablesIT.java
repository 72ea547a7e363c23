package io.tenantschemas.isolationcheck.way;

import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.jdbc.BadSqlGrammarException;

import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Spring Batch with tables that each tenant has for itself. */
class TenantBatchTablesIT extends BatchJobsScenarios {

    @Override
    TwoTenants application() {
        return TwoTenants.shared(
                reach(),
                BatchApplication.class,
                "spring.batch.job.enabled=false",
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/batch");
    }

    Reach reach() {
        return Reach.DIRECT;
    }

    @Override
    void identify(JobParametersBuilder parameters, SchemaName tenant) {
        // Another tenant's jobs are not even found.
    }

    @Test
    void remembersJobsInTheTenantsSchema() throws JobExecutionException {
        int acme = instancesIn("acme");
        int globex = instancesIn("globex");
        run(ACME);
        run(GLOBEX);
        assertThat(instancesIn("acme")).isEqualTo(acme + 1);
        assertThat(instancesIn("globex")).isEqualTo(globex + 1);
    }

    @Test
    void runsNothingWithoutATenant() {
        assertThatExceptionOfType(BadSqlGrammarException.class).isThrownBy(() -> start(new JobParametersBuilder()));
    }
}
