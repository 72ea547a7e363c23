package io.tenantschemas.isolationcheck.way;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds for a job of Spring Batch that is started for tenants, wherever its tables are. */
abstract class BatchJobsScenarios {

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final int run = RUNS.incrementAndGet();

    abstract TwoTenants application();

    /** Adds what has to tell the tenant's jobs from those of others. */
    abstract void identify(JobParametersBuilder parameters, SchemaName tenant);

    @BeforeEach
    void clear() {
        application().clear();
        interrupt(false);
    }

    @Test
    void writesTheRowsOfTheTenantForWhichItRuns() throws JobExecutionException {
        assertThat(run(ACME)).isEqualTo(BatchStatus.COMPLETED);
        assertThat(application().rowsOf(GLOBEX)).isEmpty();
        assertThat(run(GLOBEX)).isEqualTo(BatchStatus.COMPLETED);
        assertComplete(ACME);
        assertComplete(GLOBEX);
    }

    @Test
    void beginsAnewForATenantAndGoesOnForTheOneWhoseItWas() throws JobExecutionException {
        interrupt(true);
        assertThat(run(ACME)).isEqualTo(BatchStatus.FAILED);
        assertThat(application().rowsOf(ACME)).extracting(Row::marker).containsExactly("row 1", "row 2");
        interrupt(false);
        assertThat(run(GLOBEX)).isEqualTo(BatchStatus.COMPLETED);
        assertComplete(GLOBEX);
        assertThat(application().rowsOf(ACME)).hasSize(2);
        assertThat(run(ACME)).isEqualTo(BatchStatus.COMPLETED);
        assertComplete(ACME);
    }

    private void assertComplete(SchemaName tenant) {
        assertThat(application().rowsOf(tenant))
                .extracting(Row::marker)
                .containsExactly("row 1", "row 2", "row 3", "row 4");
        assertThat(application().rowsOf(tenant)).extracting(Row::stamp).containsOnly(tenant.value());
    }

    void interrupt(boolean interrupted) {
        application().bean(AtomicBoolean.class).set(interrupted);
    }

    BatchStatus run(SchemaName tenant) throws JobExecutionException {
        JobParametersBuilder parameters = new JobParametersBuilder().addLong("run", (long) run);
        identify(parameters, tenant);
        return application().template().execute(tenant, () -> start(parameters));
    }

    BatchStatus start(JobParametersBuilder parameters) throws JobExecutionException {
        return application()
                .bean(JobOperator.class)
                .start(application().bean(Job.class), parameters.toJobParameters())
                .getStatus();
    }

    int instancesIn(String schema) {
        return JdbcClient.create(application().dataSource())
                .sql("SELECT count(*) FROM %s.batch_job_instance".formatted(schema))
                .query(Integer.class)
                .single();
    }
}
