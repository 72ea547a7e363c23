package io.tenantschemas.isolationcheck.way;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.isolationcheck.access.JdbcClients;
import io.tenantschemas.isolationcheck.access.Repository;
import io.tenantschemas.isolationcheck.application.EntryRepository;
import io.tenantschemas.isolationcheck.application.IsolationApplication;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.tenant.Tenant;

/** A job of Spring Batch that writes four rows, two in a transaction, and remembers how far it got. */
@Configuration(proxyBeanMethods = false)
@Import(IsolationApplication.class)
class BatchApplication {

    private static final int ROWS = 4;

    /** Whether the job fails when it has written the first half. */
    @Bean
    AtomicBoolean interruption() {
        return new AtomicBoolean();
    }

    @Bean
    Job writing(JobRepository jobs, Step writingRows) {
        return new JobBuilder("writing", jobs).start(writingRows).build();
    }

    @Bean
    Step writingRows(
            JobRepository jobs,
            PlatformTransactionManager transactions,
            @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor,
            EntryRepository repository,
            JdbcClient jdbc,
            AtomicBoolean interruption) {
        Repository jpa = new Repository(repository);
        JdbcClients plain = new JdbcClients(jdbc);
        return new StepBuilder("writingRows", jobs)
                .<String, Row>chunk(2)
                .transactionManager(transactions)
                .reader(new Markers())
                // In threads of its own.
                .taskExecutor(executor)
                .processor(BatchApplication::row)
                .writer(rows -> {
                    if (interruption.get()
                            && rows.getItems().stream()
                                    .anyMatch(row -> row.marker().equals("row 3"))) {
                        throw new IllegalStateException("interrupted");
                    }
                    jpa.insert(List.of(rows.getItems().get(0)));
                    plain.insert(List.of(rows.getItems().get(1)));
                })
                .build();
    }

    private static Row row(String marker) {
        String tenant = TenantContext.current()
                .map(Tenant::schema)
                .map(Object::toString)
                .orElse("nobody");
        return new Row(0, marker, 0, tenant, 0, 1);
    }

    private static final class Markers extends AbstractItemCountingItemStreamItemReader<String> {

        Markers() {
            setName("markers");
        }

        @Override
        protected @Nullable String doRead() {
            return getCurrentItemCount() > ROWS ? null : "row " + getCurrentItemCount();
        }

        @Override
        protected void doOpen() {}

        @Override
        protected void doClose() {}
    }
}
