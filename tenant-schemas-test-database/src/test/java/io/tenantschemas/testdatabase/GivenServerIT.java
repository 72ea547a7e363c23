package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class GivenServerIT {

    private static final String DATABASES = "SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'";

    private final Path directory;

    GivenServerIT(@TempDir Path temporary) throws IOException {
        this.directory = temporary.toRealPath().resolve("kept");
        // Also when this is root's, the server's user gets in.
        Directories.setPermissions(temporary, "rwxr-xr-x");
    }

    @Test
    void lendsItsDatabasesUntilTheProcessEnds() throws Exception {
        try (KeptServer given = KeptServer.startIn(directory);
                ChildJvm child = ChildJvm.withGivenServer(
                        given.url() + "?user=" + given.username() + "&password=" + given.password())) {
            assertThat(child.url()).startsWith(given.url("test_"));
            assertThat(Sql.value(given, DATABASES)).isEqualTo("1");
            child.finish();
            assertThat(Sql.value(given, DATABASES)).isEqualTo("0");
        }
    }
}
