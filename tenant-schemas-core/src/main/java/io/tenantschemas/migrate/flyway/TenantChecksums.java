package io.tenantschemas.migrate.flyway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.flyway.SchemaHistory.Row;
import io.tenantschemas.tenant.SchemaName;

/**
 * The checksums of repeatable migrations that name the tenant, which Flyway reckons after it has put in placeholders. Others are
 * the same for all tenants: those of versioned migrations are reckoned before that.
 */
final class TenantChecksums {

    /** In place of a checksum that is as the migration has it for that tenant. */
    private static final int AS_EXPECTED = 2;

    /** In place of one that is as the file has it, which Flyway takes for as good. */
    private static final int AS_IN_FILE = 1;

    /** In place of any other. */
    private static final int ANOTHER = 0;

    private static final String TENANT = "tenant";

    private final Configuration configuration;

    private final ResourceNameParser names;

    private final List<LoadableResource> dependent;

    private TenantChecksums(Configuration configuration, List<LoadableResource> dependent) {
        this.configuration = configuration;
        this.names = new ResourceNameParser(configuration);
        this.dependent = dependent;
    }

    /**
     * Returns those of the migrations that a configuration finds.
     *
     * @param configuration the configuration of any tenant
     */
    static TenantChecksums of(Configuration configuration) {
        List<LoadableResource> dependent = new ArrayList<>();
        for (LoadableResource resource : configuration
                .getResourceProvider()
                .getResources(
                        configuration.getRepeatableSqlMigrationPrefix(), configuration.getSqlMigrationSuffixes())) {
            if (isRepeatable(resource, configuration)
                    && namesAny(resource, configuration, Set.of(TENANT, own(configuration, "defaultSchema")))) {
                dependent.add(resource);
            }
        }
        return new TenantChecksums(configuration, dependent);
    }

    private static boolean isRepeatable(LoadableResource resource, Configuration configuration) {
        ResourceName name = new ResourceNameParser(configuration).parse(resource.getFilename());
        return name.isValid() && name.getPrefix().equals(configuration.getRepeatableSqlMigrationPrefix());
    }

    private static String own(Configuration configuration, String name) {
        return "flyway" + configuration.getPlaceholderSeparator() + name;
    }

    private static boolean namesAny(LoadableResource resource, Configuration configuration, Set<String> placeholders) {
        String text = read(resource).toLowerCase(Locale.ROOT);
        return placeholders.stream()
                .map(name -> configuration.getPlaceholderPrefix() + name + configuration.getPlaceholderSuffix())
                .anyMatch(placeholder -> text.contains(placeholder.toLowerCase(Locale.ROOT)));
    }

    private static String read(LoadableResource resource) {
        try (BufferedReader reader = new BufferedReader(resource.read())) {
            return reader.lines().collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns whether there are none, so that equal histories are alike whosever they are. */
    boolean areOfAll() {
        return dependent.isEmpty();
    }

    /** Returns whether any of them depends on something else as well, so that they cannot be reckoned here. */
    boolean areUnknown() {
        Set<String> others = Stream.of("user", "database", "timestamp", "workingDirectory", "environment")
                .map(name -> own(configuration, name))
                .collect(Collectors.toSet());
        return dependent.stream()
                .anyMatch(resource -> hasSettings(resource)
                        || !configuration.isPlaceholderReplacement()
                        || namesAny(resource, configuration, others));
    }

    private boolean hasSettings(LoadableResource resource) {
        return configuration.getResourceProvider().getResource(resource.getRelativePath() + ".conf") != null;
    }

    /** Returns the checksums for a tenant, by the files' names as they stand in the history. */
    Map<String, Integer> of(SchemaName tenant) {
        Map<String, Integer> checksums = new HashMap<>();
        ParsingContext context = new ParsingContext();
        context.getPlaceholders().put(TENANT, tenant.value());
        context.getPlaceholders().put(own(configuration, "defaultSchema"), tenant.value());
        context.getPlaceholders().put(own(configuration, "table"), FlywayConfigurations.HISTORY_TABLE);
        for (LoadableResource resource : dependent) {
            context.updateFilenamePlaceholder(names.parse(resource.getFilename()), configuration);
            checksums.put(
                    resource.getRelativePath(),
                    ChecksumCalculator.calculate(LoadableResource.createPlaceholderReplacingLoadableResource(
                            resource, configuration, context)));
        }
        return checksums;
    }

    /** Returns a history in which these checksums are only as they have to be for the tenant, or not. */
    SchemaHistory comparable(SchemaName tenant, SchemaHistory history) {
        if (dependent.isEmpty()) {
            return history;
        }
        Map<String, Integer> expected = of(tenant);
        return new SchemaHistory(history.rows().stream()
                .map(row -> comparable(row, expected.get(row.script())))
                .toList());
    }

    private Row comparable(Row row, @Nullable Integer expected) {
        return expected == null ? row : row.withChecksum(mark(row, expected));
    }

    private int mark(Row row, int expected) {
        Integer checksum = row.checksum();
        if (checksum == null) {
            return ANOTHER;
        }
        if (checksum == expected) {
            return AS_EXPECTED;
        }
        return dependent.stream()
                        .filter(resource -> resource.getRelativePath().equals(row.script()))
                        .anyMatch(resource -> checksum.equals(ChecksumCalculator.calculate(resource)))
                ? AS_IN_FILE
                : ANOTHER;
    }
}
