package io.tenantschemas.migrate.flyway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.internal.scanner.Scanner;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

import io.tenantschemas.migrate.AmbiguousMigrationException;
import io.tenantschemas.migrate.MigrationScope;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/** Sets Flyway up for one schema after the other, looking for migrations only once. */
final class FlywayConfigurations {

    private static final Log logger = LogFactory.getLog(FlywayConfigurations.class);

    static final String HISTORY_TABLE = "flyway_schema_history";

    private final FlywaySettings settings;

    private final ClassLoader classLoader;

    private final Map<Migrations, Scanner<JavaMigration>> scanners = new HashMap<>();

    FlywayConfigurations(FlywaySettings settings, ClassLoader classLoader) {
        this.settings = settings;
        this.classLoader = classLoader;
    }

    /**
     * Sets Flyway up for that schema.
     *
     * @param lockForTransaction whether Flyway's lock on the schema lasts to the end of the transaction. Such a lock keeps a
     *     transaction open while migrations run, on which CREATE INDEX CONCURRENTLY would wait for ever; without it, Flyway
     *     uses a single connection, on which a migration and its row in the history commit together
     */
    FluentConfiguration of(MigrationTarget target, DataSource dataSource, boolean lockForTransaction) {
        refuseUnknownType(target);
        FluentConfiguration configuration = new FluentConfiguration(classLoader);
        settings.customizers().forEach(customizer -> customizer.accept(configuration));
        String schema = target.schema().value();
        configuration
                .dataSource(dataSource)
                .defaultSchema(schema)
                .schemas(schema)
                .createSchemas(false)
                .table(HISTORY_TABLE)
                .locations(settings.locations(target).toArray(String[]::new))
                .javaMigrations(settings.javaMigrations(target).toArray(JavaMigration[]::new))
                .placeholders(placeholders(configuration.getPlaceholders(), target))
                .baselineOnMigrate(target.isShared())
                .baselineVersion("0")
                .loggers(QuietLogCreator.class.getName());
        if (target.upTo() != null) {
            configuration.target(target.upTo());
        }
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(lockForTransaction);
        reuseScanner(target, configuration);
        return configuration;
    }

    /**
     * Returns whether Flyway does the same in all tenants' schemas that have the same history. What is called before or after
     * migrations, also where there are none, may do anything.
     *
     * @param configuration the configuration of any tenant
     */
    static boolean dependOnHistoryOnly(Configuration configuration) {
        return configuration.getCallbacks().length == 0
                && configuration.getCallbackLocations().length == 0
                && configuration.getResolvers().length == 0
                && configuration.getInitSql() == null
                && Arrays.stream(Event.values())
                        .allMatch(event -> configuration
                                .getResourceProvider()
                                .getResources(event.getId(), new String[] {""})
                                .isEmpty());
    }

    /** It would go through the migrations of all, and of none of the types. */
    private void refuseUnknownType(MigrationTarget target) {
        target.type().filter(type -> !settings.types().containsKey(type)).ifPresent(unknown -> {
            throw UnknownTypeException.ofTenant(
                    target.schema(),
                    unknown.value(),
                    settings.types().keySet(),
                    "Give the tenant one of these, or none, or the application that type.");
        });
    }

    /** Returns a target for each set of migrations that tenants go through: of no type, and of each. */
    List<MigrationTarget> ofEachType(SchemaName schema) {
        MigrationTarget target = MigrationTarget.tenant(schema);
        List<MigrationTarget> targets = new ArrayList<>(List.of(target));
        settings.types().keySet().forEach(type -> targets.add(target.ofType(Optional.of(type))));
        return targets;
    }

    /**
     * Refuses migrations of tenants that cannot be told apart.
     *
     * @throws AmbiguousMigrationException if there are two
     */
    void refuseAmbiguousOfTenants(DataSource dataSource) {
        try {
            for (MigrationTarget any : ofEachType(settings.publicSchema())) {
                // Of a folder that is not there, Flyway would log an error, and it would have to look for it.
                if (any.type().isEmpty() || settings.mayHaveOwn(any.type().get())) {
                    AmbiguousMigrations.refuse(of(any, dataSource, false), any.type());
                }
            }
        } catch (FlywayException unreadable) {
            logger.debug("Flyway will say so when it migrates tenants.", unreadable);
        }
    }

    private Map<String, String> placeholders(Map<String, String> others, MigrationTarget target) {
        Map<String, String> placeholders = new LinkedHashMap<>(others);
        placeholders.put("public", settings.publicSchema().value());
        if (!target.isShared()) {
            placeholders.put("tenant", target.schema().value());
        }
        return placeholders;
    }

    /** Spares Flyway the search of the class path for each schema, which it does unless it is given both of these. */
    private synchronized void reuseScanner(MigrationTarget target, FluentConfiguration configuration) {
        Migrations migrations = Migrations.of(target);
        if (target.type().isPresent() && configuration.isFailOnMissingLocations()) {
            // Those of all have to be there, those of a type need not.
            scanners.computeIfAbsent(
                    new Migrations(target.scope(), Optional.empty()),
                    absent -> new Scanner<>(
                            JavaMigration.class,
                            configuration,
                            new FluentConfiguration(classLoader)
                                    .locations(settings.tenantLocations().toArray(String[]::new))
                                    .getLocations()));
            configuration.failOnMissingLocations(false);
        }
        Scanner<JavaMigration> scanner = scanners.computeIfAbsent(
                migrations, absent -> new Scanner<>(JavaMigration.class, configuration, configuration.getLocations()));
        if (configuration.getResourceProvider() == null) {
            configuration.resourceProvider(scanner);
        }
        if (configuration.getJavaMigrationClassProvider() == null) {
            configuration.javaMigrationClassProvider(scanner);
        }
    }

    /** What a schema goes through. */
    private record Migrations(MigrationScope scope, Optional<TypeName> type) {

        static Migrations of(MigrationTarget target) {
            return new Migrations(target.scope(), target.type());
        }
    }
}
