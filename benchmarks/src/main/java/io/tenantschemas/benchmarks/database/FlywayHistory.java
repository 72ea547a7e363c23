package io.tenantschemas.benchmarks.database;

import java.util.List;

import org.flywaydb.core.Flyway;

/** What Flyway remembers of a schema, in a table there. */
final class FlywayHistory {

    private static final String TABLE = "flyway_schema_history";

    private FlywayHistory() {}

    /** Migrates a schema that exists, the long way. */
    static void migrate(DatabaseAddress database, String schema, List<String> locations) {
        flyway(database, schema, locations).migrate();
    }

    /** Returns what is to be written into the history beside the next migration. */
    static NextMigration next(DatabaseAddress database, String schema, TenantTables tables) {
        var info = flyway(database, schema, tables.locations(true)).info();
        return NextMigration.of(info.applied().length + 1, info.pending()[0]);
    }

    private static Flyway flyway(DatabaseAddress database, String schema, List<String> locations) {
        return Flyway.configure()
                .dataSource(database.dataSource())
                .schemas(schema)
                .createSchemas(false)
                .locations(locations.toArray(String[]::new))
                .load();
    }

    /** Returns the SQL that copies a history into the first schema of the path; the same that Flyway would make of it. */
    static String copyOf(String schema) {
        return """

            CREATE TABLE %1$s (
                installed_rank INT NOT NULL,
                version VARCHAR(50),
                description VARCHAR(200) NOT NULL,
                type VARCHAR(20) NOT NULL,
                script VARCHAR(1000) NOT NULL,
                checksum INTEGER,
                installed_by VARCHAR(100) NOT NULL,
                installed_on TIMESTAMP NOT NULL DEFAULT now(),
                execution_time INTEGER NOT NULL,
                success BOOLEAN NOT NULL
            );
            ALTER TABLE %1$s ADD CONSTRAINT %1$s_pk PRIMARY KEY (installed_rank);
            CREATE INDEX %1$s_s_idx ON %1$s (success);
            INSERT INTO %1$s SELECT * FROM %2$s.%1$s;
            """.formatted(TABLE, schema);
    }
}
