package io.tenantschemas.migrate.flyway;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;

import io.tenantschemas.migrate.flyway.SchemaHistory.Row;

/**
 * The migrations of tenants, as histories tell of them. Those of other applications may have the same names, so what they hold
 * counts as well; repeatable migrations that name the tenant are not told from others.
 */
final class KnownMigrations {

    private final Configuration configuration;

    private final Set<String> classes;

    private final Map<String, Optional<Integer>> checksums = new ConcurrentHashMap<>();

    private KnownMigrations(Configuration configuration, Set<String> classes) {
        this.configuration = configuration;
        this.classes = classes;
    }

    /**
     * Returns those that a configuration finds.
     *
     * @param configuration the configuration of any tenant
     */
    static KnownMigrations of(Configuration configuration) {
        Set<String> classes = new HashSet<>();
        Arrays.stream(configuration.getJavaMigrations())
                .map(migration -> migration.getClass().getName())
                .forEach(classes::add);
        for (Class<? extends JavaMigration> type :
                configuration.getJavaMigrationClassProvider().getClasses()) {
            classes.add(type.getName());
        }
        return new KnownMigrations(configuration, classes);
    }

    /** Returns whether any of them is in that history. */
    boolean containsAnyOf(SchemaHistory history) {
        return history.rows().stream().anyMatch(this::contains);
    }

    private boolean contains(Row row) {
        return classes.contains(row.script())
                || (row.checksum() != null
                        && checksums
                                .computeIfAbsent(row.script(), this::checksum)
                                .filter(row.checksum()::equals)
                                .isPresent());
    }

    private Optional<Integer> checksum(String script) {
        return Optional.ofNullable(configuration.getResourceProvider().getResource(script))
                .map(ChecksumCalculator::calculate);
    }
}
