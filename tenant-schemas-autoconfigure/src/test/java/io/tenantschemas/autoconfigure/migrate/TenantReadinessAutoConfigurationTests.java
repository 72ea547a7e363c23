package io.tenantschemas.autoconfigure.migrate;

import java.sql.Connection;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.migrate.CurrentSchemas;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrator;

import static org.assertj.core.api.Assertions.assertThat;

class TenantReadinessAutoConfigurationTests {

    private final ApplicationContextRunner withoutMigrator = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TenantReadinessAutoConfiguration.class));

    private final ApplicationContextRunner contextRunner =
            withoutMigrator.withBean(SchemaMigrator.class, NoMigrator::new);

    @Test
    void requiresNothingUnlessItIsTold() {
        contextRunner.run(context -> assertThat(context).doesNotHaveBean(SchemaReadiness.class));
    }

    @Test
    void requiresThatSchemasAreCurrentWhenItIsTold() {
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.require-current=true")
                .run(context -> assertThat(context).hasSingleBean(CurrentSchemas.class));
    }

    @Test
    void standsBackWhenTenantSchemasIsSwitchedOff() {
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.require-current=true", "tenant-schemas.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(SchemaReadiness.class));
    }

    @Test
    void givesWayToTheApplicationsOwn() {
        SchemaReadiness custom = tenant -> SchemaReadiness.State.BEHIND;
        withoutMigrator
                .withBean(SchemaReadiness.class, () -> custom)
                .withPropertyValues("tenant-schemas.migrations.require-current=true")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(CurrentSchemas.class)
                        .getBean(SchemaReadiness.class)
                        .isSameAs(custom));
    }

    @Test
    void failsWhereNobodyKnowsHowFarSchemasAre() {
        withoutMigrator
                .withPropertyValues("tenant-schemas.migrations.require-current=true")
                .run(context ->
                        assertThat(context).hasFailed().getFailure().isInstanceOf(ReadinessUnknownException.class));
    }

    private static final class NoMigrator implements SchemaMigrator {

        @Override
        public Done migrate(MigrationTarget target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Done migrate(MigrationTarget target, Connection connection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SchemaMigrationResult pending(MigrationTarget target) {
            throw new UnsupportedOperationException();
        }
    }
}
