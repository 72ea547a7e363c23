package io.tenantschemas.isolationcheck.way;

import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobInstanceAlreadyCompleteException;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Spring Batch with tables that all tenants share. */
class SharedBatchTablesIT extends BatchJobsScenarios {

    @Override
    TwoTenants application() {
        return TwoTenants.shared(
                reach(),
                BatchApplication.class,
                "spring.batch.job.enabled=false",
                "tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/batch");
    }

    Reach reach() {
        return Reach.DIRECT;
    }

    @Override
    void identify(JobParametersBuilder parameters, SchemaName tenant) {
        parameters.addLong(
                "tenant",
                application()
                        .template()
                        .execute(
                                tenant,
                                () -> TenantContext.current().orElseThrow().id()));
    }

    @Test
    void remembersAllJobsInThePublicSchema() throws JobExecutionException {
        int before = instancesIn("public");
        run(ACME);
        run(GLOBEX);
        assertThat(instancesIn("public")).isEqualTo(before + 2);
    }

    @Test
    void takesOneTenantsJobForAnothersWhereNoParameterTellsThemApart() throws JobExecutionException {
        JobParametersBuilder same = new JobParametersBuilder().addString("day", "Monday");
        interrupt(true);
        assertThat(application().template().execute(ACME, () -> start(same))).isEqualTo(BatchStatus.FAILED);
        interrupt(false);
        assertThat(application().template().execute(GLOBEX, () -> start(same))).isEqualTo(BatchStatus.COMPLETED);
        // What docs/routing.md warns of.
        assertThat(application().rowsOf(GLOBEX)).extracting(Row::marker).containsExactly("row 3", "row 4");
        assertThatExceptionOfType(JobInstanceAlreadyCompleteException.class)
                .isThrownBy(() -> application().template().execute(ACME, () -> start(same)));
    }
}
