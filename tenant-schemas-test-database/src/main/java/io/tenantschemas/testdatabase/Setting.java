package io.tenantschemas.testdatabase;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** What a developer can say from outside; a system property wins over the environment, and a blank text says nothing. */
enum Setting {
    /** Where test databases come from, see {@link TestDatabaseChoice}. */
    DATABASE("tenant-schemas.test.database", "TENANT_SCHEMAS_TEST_DATABASE"),
    /** The wanted major version of PostgreSQL. */
    POSTGRESQL("tenant-schemas.test.postgresql", "TENANT_SCHEMAS_TEST_POSTGRESQL"),
    /** Further settings of the embedded server, with commas between them. */
    SETTINGS("tenant-schemas.test.settings", "TENANT_SCHEMAS_TEST_SETTINGS"),
    /** The directory for unpacked binaries and for the data of test servers. */
    DIRECTORY("tenant-schemas.test.directory", "TENANT_SCHEMAS_TEST_DIRECTORY");

    private final String property;

    private final String variable;

    Setting(String property, String variable) {
        this.property = property;
        this.variable = variable;
    }

    Optional<String> value() {
        return value(System::getProperty, System::getenv);
    }

    Optional<String> value(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        return Stream.of(
                        Optional.ofNullable(properties.apply(property)),
                        Optional.ofNullable(environment.apply(variable)))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** Returns both names, for messages. */
    @Override
    public String toString() {
        return "environment variable %s (system property '%s')".formatted(variable, property);
    }
}
