package io.tenantschemas.migrate.flyway;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.flywaydb.core.api.configuration.Configuration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether Flyway can be told anything that was not thought of where it is decided what is done without it. */
class FlywayOptionsTests {

    private static final Pattern GETTER = Pattern.compile("(?:get|is)([A-Z]\\w*)");

    /**
     * Those of which it is known that they make no difference, or that {@link DirectMigrator} and {@link FlywayConfigurations} look at
     * them. Another one is to be looked at there before it is added here.
     */
    private static final Set<String> KNOWN = Set.of(
            "BaselineDescription",
            "BaselineOnMigrate",
            "BaselineVersion",
            "Batch",
            "CachedDataSources",
            "CachedResolvedEnvironments",
            "CallbackLocations",
            "Callbacks",
            "CherryPick",
            "ClassLoader",
            "CleanDisabled",
            "CommunityDBSupportEnabled",
            "ConfigurationExtension",
            "ConnectRetries",
            "ConnectRetriesInterval",
            "CreateSchemas",
            "CurrentEnvironmentName",
            "DataSource",
            "DefaultSchema",
            "DetectEncoding",
            "Driver",
            "DryRunOutput",
            "Encoding",
            "ErrorOverrides",
            "ExecuteInTransaction",
            "FailOnMissingLocations",
            "FailOnMissingTarget",
            "Group",
            "IgnoreMigrationPatterns",
            "InitSql",
            "InstalledBy",
            "JavaMigrationClassProvider",
            "JavaMigrations",
            "JdbcProperties",
            "KerberosConfigFile",
            "Locations",
            "LockRetryCount",
            "Loggers",
            "Mixed",
            "ModernConfig",
            "OutOfOrder",
            "OutputQueryResults",
            "Password",
            "PlaceholderPrefix",
            "PlaceholderReplacement",
            "PlaceholderSeparator",
            "PlaceholderSuffix",
            "Placeholders",
            "PluginRegister",
            "PowershellExecutable",
            "RepeatableSqlMigrationPrefix",
            "ReportEnabled",
            "ReportFilename",
            "ResolvedEnvironment",
            "Resolvers",
            "ResourceProvider",
            "Schemas",
            "ScriptPlaceholderPrefix",
            "ScriptPlaceholderSuffix",
            "SkipDefaultCallbacks",
            "SkipDefaultResolvers",
            "SkipExecutingMigrations",
            "SqlMigrationPrefix",
            "SqlMigrationSeparator",
            "SqlMigrationSuffixes",
            "Stream",
            "Table",
            "Tablespace",
            "Target",
            "Url",
            "User",
            "ValidateMigrationNaming",
            "ValidateOnMigrate",
            "WorkingDirectory");

    @Test
    void areAllKnown() {
        assertThat(Stream.of(Configuration.class.getMethods())
                        .map(Method::getName)
                        .map(GETTER::matcher)
                        .filter(Matcher::matches)
                        .map(getter -> getter.group(1))
                        .collect(Collectors.toSet()))
                .isEqualTo(KNOWN);
    }
}
