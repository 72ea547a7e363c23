package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
 * @param legs one for each migration
 * @param way the way, of one migration at least
 * @param upTo the last version that it may lead to, or null for all there are
 * @param user whom the connections are of
 * @param installedBy who is to stand in the history, or null for the user
 * @param lockTimeout for how long a migration waits for a lock; zero for any time
 */
record Shortcut(
        List<Leg> legs,
        KnownWay way,
        @Nullable String upTo,
        String user,
        @Nullable String installedBy,
        Duration lockTimeout) {

    private static final Log logger = LogFactory.getLog(Shortcut.class);

    /**
     * Divides by zero unless all is as it should be. The server does not go on with a transaction after that, whatever else it was
     * sent. It cannot know beforehand, because what is asked is different each time; and a block of PL/pgSQL might not be there.
     */
    private static final String ONE_IF = "(CASE WHEN %s THEN 1 ELSE 0 END)";

    /**
     * Returns the shortcut of a way.
     *
     * @param from where the way begins
     */
    static Shortcut of(
            SchemaHistory from,
            KnownWay way,
            @Nullable String upTo,
            String user,
            @Nullable String installedBy,
            Duration lockTimeout) {
        List<Leg> legs = new ArrayList<>();
        SchemaHistory history = from;
        for (Step step : way.steps()) {
            Leg leg = new Leg(step, history.lastRank() + 1, HistoryDigest.of(history));
            legs.add(leg);
            history = history.plus(List.of(step.row(leg.rank(), Map.of())));
        }
        return new Shortcut(legs, way, upTo, user, installedBy, lockTimeout);
    }

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
        for (Leg leg : legs) {
            if (!take(target, leg.step(), text(target, leg, path, notice), connection)) {
                return false;
            }
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

    private String text(MigrationTarget target, Leg leg, SearchPath path, @Nullable MigrationNotice notice) {
        Step step = leg.step();
        MigrationSql sql = new MigrationSql(target, path, Map.of(), installedBy, user);
        String isExpected = "(%s) = '\\x%s'".formatted(HistoryDigest.query(MigrationSql.table(target)), leg.before());
        String millis = MigrationSql.SINCE_BEGIN;
        List<String> statements = new ArrayList<>();
        statements.add("BEGIN");
        statements.add(begin(target, path, notice));
        if (step.plain().leavesNothing()) {
            statements.add(step.plain().sqlFor(target.schema()));
            // All of it is undone if it was not: then it need not be known before, which would be one statement more.
            millis += " / " + ONE_IF.formatted(isExpected);
        } else {
            statements.add("SELECT 1 / " + ONE_IF.formatted(isExpected));
            statements.add(step.plain().sqlFor(target.schema()));
            statements.add("SET LOCAL ROLE " + MigrationSql.literal(user));
        }
        statements.add(sql.insert(sql.values(step, leg.rank(), millis)));
        statements.add("COMMIT");
        return String.join(MigrationSql.NEXT, statements);
    }

    /** Returns a statement of its own, before the history is looked at: that has to see what whoever had the locks before did. */
    private String begin(MigrationTarget target, SearchPath path, @Nullable MigrationNotice notice) {
        String isFree = "current_user = %s AND %s AND pg_catalog.pg_try_advisory_xact_lock(%d)"
                .formatted(
                        MigrationSql.literal(user),
                        SchemaLock.forTransaction(target.schema()),
                        MigrationSql.lock(target));
        List<String> expressions = new ArrayList<>();
        expressions.add("1 / " + ONE_IF.formatted(isFree));
        expressions.add(path.settingForTransaction());
        if (!lockTimeout.isZero()) {
            // Others would hold up whoever waits behind us.
            expressions.add(LockTimeouts.settingForTransaction(lockTimeout));
        }
        if (notice != null) {
            expressions.add(notice.expression());
        }
        return "SELECT " + String.join(", ", expressions);
    }

    /**
     * One migration.
     *
     * @param step the migration
     * @param rank its place in the history
     * @param before the {@linkplain HistoryDigest digest} of the history before it
     */
    record Leg(Step step, int rank, String before) {}
}
