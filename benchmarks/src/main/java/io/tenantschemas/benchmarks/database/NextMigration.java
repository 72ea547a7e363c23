package io.tenantschemas.benchmarks.database;

import org.flywaydb.core.api.MigrationInfo;

/**
 * What Flyway's history says of the migration that comes next.
 *
 * @param rank its place in the history
 * @param version its version
 * @param description the rest of its name
 * @param script the name of its file
 * @param checksum of its content
 */
public record NextMigration(int rank, String version, String description, String script, int checksum) {

    static NextMigration of(int rank, MigrationInfo info) {
        return new NextMigration(
                rank, info.getVersion().getVersion(), info.getDescription(), info.getScript(), info.getChecksum());
    }

    /** Returns the SQL that writes it into the history in the first schema of the path. */
    public String insert() {
        return """
            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, \
            installed_by, execution_time, success) \
            VALUES (%d, '%s', '%s', 'SQL', '%s', %d, current_user, 0, true);
            """.formatted(rank, version, description, script, checksum);
    }
}
