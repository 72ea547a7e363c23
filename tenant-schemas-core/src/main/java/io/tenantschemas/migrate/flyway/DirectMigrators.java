package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationOutcome;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.flyway.DirectMigrator.LongWay;
import io.tenantschemas.tenant.TypeName;

/** What migrates directly, for as long as the files stay as they are, and Flyway for all else. Safe for use by several threads. */
final class DirectMigrators {

    private final FlywayConfigurations configurations;

    private final DataSource dataSource;

    private final FlywaySettings settings;

    /** For each type of tenants by itself, whose migrations are others. */
    private final Map<Optional<TypeName>, Known> known = new ConcurrentHashMap<>();

    DirectMigrators(FlywayConfigurations configurations, DataSource dataSource, FlywaySettings settings) {
        this.configurations = configurations;
        this.dataSource = dataSource;
        this.settings = settings;
    }

    /**
     * Migrates a schema, without Flyway where that may be and it is known what Flyway would do.
     *
     * @see DirectMigrator#migrate
     */
    MigrationOutcome migrate(
            MigrationTarget target,
            SchemaState state,
            Connection connection,
            boolean commits,
            @Nullable String holder,
            Supplier<LongWay> flyway)
            throws SQLException {
        return target.isShared() || !settings.direct()
                ? flyway.get().outcome()
                : get(target)
                        .migrate(target, state, connection, SearchPath.of(target, settings), commits, holder, flyway);
    }

    /** Returns the one for the files of that tenant's type as they are now, which knows of nothing yet if they have changed. */
    private DirectMigrator get(MigrationTarget target) {
        DirectMigrator current = current(target).orElse(null);
        if (current == null) {
            // The first of several is as good as the last.
            Known another = read(configurations.of(target, dataSource, false));
            known.put(target.type(), another);
            current = another.migrator();
        }
        return current;
    }

    /** Returns the one that is there already, unless the files have changed. */
    Optional<DirectMigrator> current(MigrationTarget target) {
        return Optional.ofNullable(known.get(target.type()))
                .filter(Known::isUpToDate)
                .map(Known::migrator);
    }

    private Known read(Configuration configuration) {
        MigrationSources sources = MigrationSources.of(configuration);
        // First: what changes meanwhile is noticed next time.
        List<Object> state = sources.state();
        return new Known(new DirectMigrator(configuration, settings.lockTimeout()), sources, state);
    }

    /**
     * A migrator, and the files that it was made for.
     *
     * @param migrator what migrates
     * @param sources the files
     * @param state how they were
     */
    private record Known(DirectMigrator migrator, MigrationSources sources, List<Object> state) {

        boolean isUpToDate() {
            return sources.state().equals(state);
        }
    }
}
