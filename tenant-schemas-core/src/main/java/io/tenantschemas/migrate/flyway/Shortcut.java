package io.tenantschemas.migrate.flyway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationNotice;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.flyway.KnownWay.Step;

/**
 * A known way, taken blindly: one round trip for each migration, in which the server itself sees to it that nobody else is at the
 * schema and that it stands where the way begins. Where most tenants are alike, that is most of what a run costs.
 *
 * <p>Of the session nothing is changed but by the migrations themselves.
 *
 * @param from where the way begins
 * @param way the way, of one migration at least
 * @param upTo the last version that it may lead to, or null for all there are
 * @param user whom the connections are of
 * @param installedBy who is to stand in the history, or null for the user
 * @param lockTimeout for how long a migration waits for a lock; zero for any time
 */
record Shortcut(
        SchemaHistory from,
        KnownWay way,
        @Nullable String upTo,
        String user,
        @Nullable String installedBy,
        Duration lockTimeout) {

    private static final Log logger = LogFactory.getLog(Shortcut.class);

    /** Between the columns of a row, between rows, and in place of what is missing: none of them stands in a history. */
    private static final String COLUMN = "\u001f";

    private static final String ROW = "\u001d";

    private static final String MISSING = "\u001e";

    /**
     * Fails unless all is as it should be. The server does not go on with a transaction after that, whatever else it was sent.
     * It cannot know beforehand, because what is asked is different each time; and a block of PL/pgSQL might not be there.
     */
    private static final String UNLESS = "SELECT 1 / (CASE WHEN %s THEN 1 ELSE 0 END)";

    /** Returns whether that schema is meant to be taken as far. */
    boolean leadsTo(MigrationTarget target) {
        return Objects.equals(upTo, target.upTo());
    }

    /**
     * Takes a schema that way.
     *
     * @param connection a connection with autocommit on
     * @param path the path that leads to the schema
     * @param notice is sent with each of the migrations
     * @return whether all was done; if not, what committed before something was refused stays, and the rest is undone
     * @throws SchemaMigrationException if it waited for a lock for too long
     */
    boolean take(MigrationTarget target, Connection connection, SearchPath path, @Nullable MigrationNotice notice)
            throws SQLException {
        SchemaHistory history = from;
        for (Step step : way.steps()) {
            if (!take(target, step, text(target, history, step, path, notice), connection)) {
                return false;
            }
            history = history.plus(List.of(step.row(history.lastRank() + 1, Map.of())));
        }
        if (notice != null) {
            notice.sent();
        }
        return true;
    }

    private static boolean take(MigrationTarget target, Step step, String text, Connection connection)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // As Flyway does.
            statement.setEscapeProcessing(false);
            // Otherwise a query would end where its rows are not read any further.
            statement.setFetchSize(0);
            statement.execute(text);
            return true;
        } catch (SQLException refused) {
            rollback(connection, refused);
            MigrationFailure facts = FlywayFailures.facts(target, refused);
            if (facts.isTransient()) {
                // Whoever looks more closely would wait as long again.
                throw new SchemaMigrationException(target, facts.in(step.script()), refused);
            }
            logger.debug("Looking at '%s' more closely".formatted(target), refused);
            return false;
        }
    }

    private static void rollback(Connection connection, SQLException refused) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException another) {
            refused.addSuppressed(another);
            throw refused;
        }
    }

    private String text(
            MigrationTarget target,
            SchemaHistory history,
            Step step,
            SearchPath path,
            @Nullable MigrationNotice notice) {
        MigrationSql sql = new MigrationSql(target, path, Map.of(), installedBy, user);
        return Stream.of(
                        "BEGIN",
                        // Others would hold up whoever waits behind us.
                        lockTimeout.isZero() ? "" : LockTimeouts.forTransaction(lockTimeout),
                        UNLESS.formatted("current_user = %s AND %s AND pg_catalog.pg_try_advisory_xact_lock(%d)"
                                .formatted(
                                        MigrationSql.literal(user),
                                        SchemaLock.forTransaction(target.schema()),
                                        MigrationSql.lock(target))),
                        // A statement of its own: it has to see what whoever had the locks before did.
                        UNLESS.formatted(
                                "(%s) = '\\x%s'".formatted(digest(MigrationSql.table(target)), digest(history))),
                        path.statementForTransaction(),
                        step.plain().sqlFor(target.schema()),
                        "SET LOCAL ROLE " + MigrationSql.literal(user),
                        sql.insert(sql.values(step, history.lastRank() + 1, MigrationSql.SINCE_BEGIN)),
                        notice == null ? "" : notice.statement(),
                        "COMMIT")
                .filter(statement -> !statement.isEmpty())
                .collect(Collectors.joining(MigrationSql.NEXT));
    }

    /** Returns a query for the digest of a history, of the same columns as {@link #digest(SchemaHistory)}. */
    private static String digest(String table) {
        return """
                SELECT pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.string_agg(pg_catalog.concat_ws(E'\\x1f',
                    installed_rank, coalesce(version, E'\\x1e'), description, type, script, coalesce(checksum::text, E'\\x1e'),
                    success), E'\\x1d' ORDER BY installed_rank), 'UTF8')) FROM %s""".formatted(table);
    }

    private static String digest(SchemaHistory history) {
        String text = history.rows().stream()
                .map(row -> Stream.of(
                                row.rank(),
                                row.version(),
                                row.description(),
                                row.type(),
                                row.script(),
                                row.checksum(),
                                row.success() ? "t" : "f")
                        .map(value -> Objects.toString(value, MISSING))
                        .collect(Collectors.joining(COLUMN)))
                .collect(Collectors.joining(ROW));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
