package io.tenantschemas.migrate.flyway;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.parser.PlaceholderReplacingReader;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;
import org.springframework.util.FileCopyUtils;

/** The text of a schema's migrations as Flyway reads it: with placeholders replaced, its own among them. */
final class MigrationTexts {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Configuration configuration;

    private final ParsingContext context = new ParsingContext();

    private MigrationTexts(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * Returns the texts for one schema.
     *
     * @param configuration the schema's
     * @param connection asked for what Flyway would ask its own connection for
     */
    static MigrationTexts of(Configuration configuration, Connection connection) throws SQLException {
        MigrationTexts texts = new MigrationTexts(configuration);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user, pg_catalog.current_database()")) {
            row.next();
            texts.put("user", row.getString(1));
            texts.put("database", row.getString(2));
        }
        texts.put("defaultSchema", configuration.getDefaultSchema());
        texts.put("table", configuration.getTable());
        texts.put("environment", configuration.getCurrentEnvironmentName());
        String directory = configuration.getWorkingDirectory();
        texts.put("workingDirectory", directory != null ? directory : System.getProperty("user.dir"));
        texts.put("timestamp", TIMESTAMP.format(LocalDateTime.now(ZoneId.systemDefault())));
        return texts;
    }

    private void put(String name, String value) {
        Map<String, String> placeholders = context.getPlaceholders();
        placeholders.put("flyway" + configuration.getPlaceholderSeparator() + name, value);
    }

    /**
     * Returns the text of the file of that name as it stands in the history, or empty if there is none.
     *
     * @throws FlywayException if it cannot be read, for example because nothing is known to replace a placeholder with
     */
    Optional<String> find(String script) {
        ResourceProvider resources = configuration.getResourceProvider();
        return Optional.ofNullable(resources.getResource(script)).map(resource -> read(resource, resources));
    }

    private String read(LoadableResource resource, ResourceProvider resources) {
        context.updateFilenamePlaceholder(
                new ResourceNameParser(configuration).parse(resource.getFilename()), configuration);
        // A file beside it may say that nothing is to be replaced.
        boolean replaces = new PostgreSQLDatabaseType()
                .createSqlScriptFactory(configuration, context)
                .createSqlScript(resource, configuration.isMixed(), resources)
                .placeholderReplacement();
        try (Reader text = replaces
                ? PlaceholderReplacingReader.create(configuration, context, resource.read())
                : resource.read()) {
            return FileCopyUtils.copyToString(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
