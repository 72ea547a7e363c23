package io.tenantschemas.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.tenantschemas.registry.TenantChannel;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TellingSchemaMigratorIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final MigrationTarget ACME = MigrationTarget.tenant(SchemaName.of("acme"));

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final HikariDataSource pool = new HikariDataSource();

    private final List<SchemaName> told = new ArrayList<>();

    private Connection listening;

    @BeforeEach
    void listen() throws SQLException {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(1);
        listening = database.dataSource().getConnection();
        try (Statement statement = listening.createStatement()) {
            statement.execute("LISTEN tenant_schemas_public");
        }
    }

    @AfterEach
    void stop() throws SQLException {
        try (database;
                pool) {
            listening.close();
        }
    }

    private TellingSchemaMigrator migrator(SchemaMigrator migrator) {
        return migrator(migrator, pool);
    }

    private TellingSchemaMigrator migrator(SchemaMigrator migrator, DataSource dataSource) {
        return new TellingSchemaMigrator(migrator, told::add, new TenantChannel(PUBLIC), dataSource);
    }

    private List<String> heard() throws SQLException {
        // Whatever was sent before comes with the answer.
        assertThat(listening.isValid(5)).isTrue();
        PGNotification[] heard = listening.unwrap(PGConnection.class).getNotifications();
        return heard == null
                ? List.of()
                : Arrays.stream(heard).map(PGNotification::getParameter).toList();
    }

    @Test
    void tellsAllOfWhatWasMigrated() throws SQLException {
        TellingSchemaMigrator migrator = migrator(new RecordingMigrator());
        migrator.migrate(MigrationTarget.shared(PUBLIC));
        migrator.migrate(ACME);

        assertThat(told).containsExactly(PUBLIC, ACME.schema());
        assertThat(heard()).containsExactly("migrated public", "migrated acme");
    }

    @Test
    void tellsOverAPoolThatDoesNotCommitByItself() throws SQLException {
        pool.setAutoCommit(false);
        migrator(new RecordingMigrator()).migrate(ACME);

        assertThat(heard()).containsExactly("migrated acme");
    }

    @Test
    void tellsAlsoAfterAFailure() throws SQLException {
        TellingSchemaMigrator migrator = migrator(new RecordingMigrator().failingFor("acme"));

        assertThatExceptionOfType(SchemaMigrationException.class).isThrownBy(() -> migrator.migrate(ACME));
        assertThat(told).containsExactly(ACME.schema());
        assertThat(heard()).containsExactly("migrated acme");
    }

    @Test
    void tellsNobodyOfWhatIsAsItWas() throws SQLException {
        TellingSchemaMigrator missing = migrator(new RecordingMigrator().before("acme", () -> {
            throw new MissingSchemaException(ACME.schema());
        }));

        assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> missing.migrate(ACME));
        migrator(new UpToDateMigrator()).migrate(ACME);
        migrator(new RecordingMigrator()).pending(ACME);
        assertThat(told).isEmpty();
        assertThat(heard()).isEmpty();
    }

    @Test
    void tellsThisNodeOfWhatWasCommittedBeforeAnotherProcessDidTheRest() throws SQLException {
        migrator(new UpToDateMigrator() {

                    @Override
                    public Optional<SchemaMigrationResult.Done> tryMigrate(
                            MigrationTarget target, MigrationStop stop, MigrationNotice notice) {
                        notice.committed();
                        return Optional.empty();
                    }
                })
                .tryMigrate(ACME, new MigrationStop());
        assertThat(told).containsExactly(ACME.schema());
    }

    @Test
    void tellsThisNodeOfWhatWasCommittedBeforeTheDatabaseWasGone() {
        TellingSchemaMigrator migrator = migrator(new UpToDateMigrator() {

            @Override
            public Optional<SchemaMigrationResult.Done> tryMigrate(
                    MigrationTarget target, MigrationStop stop, MigrationNotice notice) {
                notice.committed();
                throw new DatabaseUnreachableException(new SQLException("refused"));
            }
        });
        assertThatExceptionOfType(DatabaseUnreachableException.class)
                .isThrownBy(() -> migrator.tryMigrate(ACME, new MigrationStop()));
        assertThat(told).containsExactly(ACME.schema());
    }

    @Test
    void isContentWhereOthersCannotBeTold() {
        HikariDataSource closed = new HikariDataSource();
        closed.close();

        assertThat(migrator(new RecordingMigrator(), closed).migrate(ACME))
                .isInstanceOf(SchemaMigrationResult.Migrated.class);
        assertThat(told).containsExactly(ACME.schema());
    }

    /** A migrator for which there is never anything to do. */
    private static class UpToDateMigrator extends RefusingMigrator {

        @Override
        public SchemaMigrationResult.Done migrate(MigrationTarget target) {
            return new SchemaMigrationResult.UpToDate(target, "1");
        }
    }
}
