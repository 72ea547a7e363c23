package io.tenantschemas.migrate.flyway;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.flyway.KnownWay.Step;
import io.tenantschemas.migrate.flyway.SchemaHistory.Row;
import io.tenantschemas.tenant.SchemaName;

/** The statements of migrations and of their history, as Flyway would run them in one schema. */
final class MigrationSql {

    /** Between statements; on a line of its own, because a comment may end with the line. */
    static final String NEXT = "\n;\n";

    /** How long it is since the transaction began, in milliseconds. */
    static final String SINCE_BEGIN =
            "(1000 * extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.now()))::integer";

    /** The number of Flyway's lock on a history is this and the hash of the table's name; see its PostgreSQLAdvisoryLockTemplate. */
    private static final long FLYWAYS_LOCK =
            (0x46L << 40) + (0x6CL << 32) + (0x79L << 24) + (0x77 << 16) + (0x61 << 8) + 0x79;

    private final MigrationTarget target;

    private final SearchPath path;

    private final Map<String, Integer> checksums;

    private final @Nullable String installedBy;

    private final String user;

    private final String table;

    /**
     * Creates them.
     *
     * @param target the schema
     * @param path the path that leads to the schema
     * @param checksums those that depend on the tenant
     * @param installedBy who is to stand in the history, or null for the user
     * @param user the user as whom migrations run
     */
    MigrationSql(
            MigrationTarget target,
            SearchPath path,
            Map<String, Integer> checksums,
            @Nullable String installedBy,
            String user) {
        this.target = target;
        this.path = path;
        this.checksums = checksums;
        this.installedBy = installedBy;
        this.user = user;
        this.table = table(target);
    }

    /** Returns the number of Flyway's lock on the schema's history. */
    static long lock(MigrationTarget target) {
        return lock(target.schema());
    }

    /** Returns the number of Flyway's lock on the schema's history. */
    static long lock(SchemaName schema) {
        return FLYWAYS_LOCK + table(schema).hashCode();
    }

    /** Returns the name of the schema's history. */
    static String table(MigrationTarget target) {
        return table(target.schema());
    }

    private static String table(SchemaName schema) {
        return schema.qualify(FlywayConfigurations.HISTORY_TABLE);
    }

    /** What Flyway's PostgreSQLDatabase makes. */
    String historyTable() {
        return """
                CREATE TABLE %1$s (
                    installed_rank int NOT NULL,
                    version varchar(50),
                    description varchar(200) NOT NULL,
                    type varchar(20) NOT NULL,
                    script varchar(1000) NOT NULL,
                    checksum integer,
                    installed_by varchar(100) NOT NULL,
                    installed_on timestamp NOT NULL DEFAULT now(),
                    execution_time integer NOT NULL,
                    success boolean NOT NULL
                );
                ALTER TABLE %1$s ADD CONSTRAINT %2$s_pk PRIMARY KEY (installed_rank);
                CREATE INDEX %2$s_s_idx ON %1$s (success)
                """.formatted(table, FlywayConfigurations.HISTORY_TABLE);
    }

    /** Returns the statements of a migration, between those with which Flyway sees to it that no other one left its role or path. */
    String of(Step step) {
        return between(path.statement(), step);
    }

    /**
     * Returns the same.
     *
     * @param stamp an expression that is evaluated before the first of them
     */
    String of(Step step, String stamp) {
        return between(path.statement() + ", " + stamp, step);
    }

    private String between(String first, Step step) {
        // For the session, as Flyway does it: of a role that a script left, nothing stays.
        String role = "SET ROLE " + literal(user);
        return role + NEXT + first + NEXT + step.plain().sqlFor(target.schema()) + NEXT + role;
    }

    /** Returns the statement that writes rows into the history. */
    String insert(String values) {
        return "INSERT INTO " + table
                + " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
                + " VALUES " + values;
    }

    /**
     * Returns a row of the history.
     *
     * @param millis how long the migration took, as an expression
     */
    String values(Step step, int rank, String millis) {
        Row row = step.row(rank, checksums);
        return Stream.of(
                        String.valueOf(row.rank()),
                        literal(row.version()),
                        literal(row.description()),
                        literal(row.type()),
                        literal(row.script()),
                        String.valueOf(row.checksum()),
                        literal(installedBy == null ? user : installedBy),
                        millis,
                        "true")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    static String literal(@Nullable String value) {
        return value == null ? "NULL" : "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
