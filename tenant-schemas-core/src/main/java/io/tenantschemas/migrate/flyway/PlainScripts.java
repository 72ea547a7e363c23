package io.tenantschemas.migrate.flyway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.sqlscript.SqlScriptFactory;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;

/** The migrations of tenants that are {@linkplain PlainScript nothing but SQL}, each read once. */
final class PlainScripts {

    private final Configuration configuration;

    private final Map<String, Optional<PlainScript>> scripts = new ConcurrentHashMap<>();

    /**
     * Creates them without reading any.
     *
     * @param configuration the configuration of any tenant
     */
    PlainScripts(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Returns the script of that name as it stands in the history, or empty if it has to be left to Flyway. */
    Optional<PlainScript> find(String script) {
        return scripts.computeIfAbsent(script, this::read);
    }

    private Optional<PlainScript> read(String script) {
        ResourceProvider resources = configuration.getResourceProvider();
        LoadableResource resource = resources.getResource(script);
        // It finds names that differ in case only.
        if (resource == null || !resource.getRelativePath().equals(script)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    PlainScript.of(factory().createSqlScript(resource, configuration.isMixed(), resources)));
        } catch (FlywayException unreadable) {
            // Among others, a placeholder that is not known here.
            return Optional.empty();
        }
    }

    private SqlScriptFactory factory() {
        ParsingContext context = new ParsingContext();
        context.getPlaceholders().put("tenant", PlainScript.TENANT);
        context.getPlaceholders()
                .put("flyway" + configuration.getPlaceholderSeparator() + "defaultSchema", PlainScript.TENANT);
        context.getPlaceholders()
                .put("flyway" + configuration.getPlaceholderSeparator() + "table", FlywayConfigurations.HISTORY_TABLE);
        return new PostgreSQLDatabaseType().createSqlScriptFactory(configuration, context);
    }
}
