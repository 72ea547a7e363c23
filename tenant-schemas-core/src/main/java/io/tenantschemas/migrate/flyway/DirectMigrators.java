package io.tenantschemas.migrate.flyway;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationTarget;

/** What migrates directly, for as long as the files stay as they are. Safe for use by several threads. */
final class DirectMigrators {

    private final FlywayConfigurations configurations;

    private final DataSource dataSource;

    private final FlywaySettings settings;

    private volatile @Nullable Known known;

    DirectMigrators(FlywayConfigurations configurations, DataSource dataSource, FlywaySettings settings) {
        this.configurations = configurations;
        this.dataSource = dataSource;
        this.settings = settings;
    }

    /** Returns the one for the files as they are now, which knows of nothing yet if they have changed. */
    DirectMigrator get(MigrationTarget any) {
        DirectMigrator current = current().orElse(null);
        if (current == null) {
            // The first of several is as good as the last.
            Known another = read(configurations.of(any, dataSource, false));
            known = another;
            current = another.migrator();
        }
        return current;
    }

    /** Returns the one that is there already, unless the files have changed. */
    Optional<DirectMigrator> current() {
        return Optional.ofNullable(known).filter(Known::isUpToDate).map(Known::migrator);
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
