package io.tenantschemas.testdatabase;

import java.util.regex.Pattern;

/** Where test databases come from. */
sealed interface TestDatabaseChoice {

    // The driver logs a URL that has no slash after the host, with the password in it.
    Pattern URL = Pattern.compile("jdbc:postgresql://[^/?]+/.*");

    /** A server started from binaries on the class path. */
    record Embedded() implements TestDatabaseChoice {}

    /** A server in a container. */
    record Testcontainers() implements TestDatabaseChoice {}

    /**
     * A server that is there already.
     *
     * @param url its JDBC URL, with user and password
     */
    record Given(String url) implements TestDatabaseChoice {

        /** Leaves out the URL, which has a password in it. */
        @Override
        public String toString() {
            return "Given";
        }
    }

    static TestDatabaseChoice current() {
        return Setting.DATABASE.value().map(TestDatabaseChoice::parse).orElseGet(Embedded::new);
    }

    static TestDatabaseChoice parse(String text) {
        if (text.equals("embedded")) {
            return new Embedded();
        }
        if (text.equals("testcontainers")) {
            return new Testcontainers();
        }
        if (URL.matcher(text).matches()) {
            return new Given(text);
        }
        // The text is not repeated: whoever mistypes a URL has most likely put a password into it.
        throw new PostgresServerException(("The %s must be 'embedded', 'testcontainers' or a JDBC URL such as"
                        + " 'jdbc:postgresql://localhost:5432/postgres?user=postgres&password=secret',"
                        + " but is none of these.")
                .formatted(Setting.DATABASE));
    }
}
