package io.tenantschemas.migrate.flyway;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.flywaydb.core.internal.util.ClassUtils;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.AmbiguousMigrationException;
import io.tenantschemas.tenant.TypeName;

/**
 * Looks for two migrations that Flyway would refuse to tell apart. Their names say that: nothing is read, but where two files are
 * called the same.
 */
final class AmbiguousMigrations {

    private final Optional<TypeName> type;

    private final Map<MigrationVersion, Found> versioned = new TreeMap<>();

    private final Map<String, Found> repeatable = new HashMap<>();

    private AmbiguousMigrations(Optional<TypeName> type) {
        this.type = type;
    }

    /**
     * Looks among all that a configuration finds.
     *
     * @param type the type of the tenants whose migrations these are
     * @throws AmbiguousMigrationException if there are two
     */
    static void refuse(Configuration configuration, Optional<TypeName> type) {
        AmbiguousMigrations migrations = new AmbiguousMigrations(type);
        if (!configuration.isSkipDefaultResolvers()) {
            migrations.addFiles(configuration, configuration.getSqlMigrationPrefix());
            migrations.addFiles(configuration, configuration.getRepeatableSqlMigrationPrefix());
            for (Class<? extends JavaMigration> found :
                    configuration.getJavaMigrationClassProvider().getClasses()) {
                migrations.add(ClassUtils.<JavaMigration>instantiate(found.getName(), configuration.getClassLoader()));
            }
        }
        for (JavaMigration migration : configuration.getJavaMigrations()) {
            migrations.add(migration);
        }
    }

    private void addFiles(Configuration configuration, String prefix) {
        ResourceNameParser names = new ResourceNameParser(configuration);
        for (LoadableResource file :
                configuration.getResourceProvider().getResources(prefix, configuration.getSqlMigrationSuffixes())) {
            ResourceName name = names.parse(file.getFilename());
            if (name.isValid() && name.getPrefix().equals(prefix) && Event.fromId(prefix) == null) {
                add(
                        name.getVersion(),
                        name.getDescription(),
                        new Found(
                                file.getAbsolutePath(),
                                file.getRelativePath(),
                                () -> ChecksumCalculator.calculate(file)));
            }
        }
    }

    private void add(JavaMigration migration) {
        String name = migration.getClass().getName();
        add(migration.getVersion(), migration.getDescription(), new Found(name, name, migration::getChecksum));
    }

    private void add(@Nullable MigrationVersion version, String description, Found found) {
        Found other =
                version == null ? repeatable.putIfAbsent(description, found) : versioned.putIfAbsent(version, found);
        if (other == null || other.isTheSameAs(found)) {
            return;
        }
        throw version == null
                ? AmbiguousMigrationException.ofDescription(description, type, other.place(), found.place())
                : AmbiguousMigrationException.ofVersion(version.getVersion(), type, other.place(), found.place());
    }

    /**
     * A migration.
     *
     * @param place where it is
     * @param script its name in the history
     * @param checksum what is in it
     */
    private record Found(String place, String script, Supplier<@Nullable Integer> checksum) {

        /** Returns whether Flyway takes both for one. */
        boolean isTheSameAs(Found other) {
            return script.equals(other.script) && Objects.equals(checksum.get(), other.checksum.get());
        }
    }
}
