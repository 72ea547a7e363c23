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
 * @param session what the sessions are like in which it is taken
 * @param installedBy who is to stand in the history, or null for the user
 * @param lockTimeout for how long a migration waits for a lock; zero for any time
 */
record Shortcut(
        List<Leg> legs,
        KnownWay way,
        @Nullable String upTo,
        MigrationSession session,
        @Nullable String installedBy,
        Duration lockTimeout) {

    private static final Log logger = LogFactory.getLog(Shortcut.class);

    /** What the server says of a schema that is not to be taken this way, in whatever language. */
    private static final String ELSEWHERE = "tenant_schemas_stands_elsewhere";

    /**
     * Is no number unless all is as it should be. The server does not go on with a transaction after that, whatever else it was
     * sent. It cannot know beforehand, because what is asked is different each time; and a block of PL/pgSQL might not be there.
     */
    private static final String NUMBER_IF = "(CASE WHEN %s THEN '1' ELSE '" + ELSEWHERE + "' END)::pg_catalog.int4";

    /**
     * Returns the shortcut of a way.
     *
     * @param from where the way begins
     */
    static Shortcut of(
            SchemaHistory from,
            KnownWay way,
            @Nullable String upTo,
            MigrationSession session,
            @Nullable String installedBy,
            Duration lockTimeout) {
        List<Leg> legs = new ArrayList<>();
        SchemaHistory history = from;
        for (Step step : way.steps()) {
            Leg leg = new Leg(step, history.lastRank() + 1, HistoryDigest.of(history));
            legs.add(leg);
            history = history.plus(List.of(step.row(leg.rank(), Map.of())));
        }
        return new Shortcut(legs, way, upTo, session, installedBy, lockTimeout);
    }

    /** Returns whether it is certain that nothing is left in a session in which it was taken. */
    boolean leavesNothing() {
        return way.leavesNothingIn(session);
    }

    /** Returns whether that schema is meant to be taken as far. */
    boolean leadsTo(MigrationTarget target) {
        return Objects.equals(upTo, target.upTo());
    }

    /**
     * Takes a schema that way. What committed before something was refused stays, and the rest is undone.
     *
     * @param connection a connection with autocommit on
     * @param path the path that leads to the schema
     * @param notice is sent with each of the migrations
     * @throws SchemaMigrationException if it waited for a lock for too long
     */
    Arrival take(MigrationTarget target, Connection connection, SearchPath path, @Nullable MigrationNotice notice)
            throws SQLException {
        for (Leg leg : legs) {
            Arrival arrival = take(target, leg, text(target, leg, path, notice), connection);
            if (arrival != Arrival.THERE) {
                return arrival;
            }
            if (notice != null) {
                notice.committed();
            }
        }
        if (notice != null) {
            notice.sent();
        }
        return Arrival.THERE;
    }

    private Arrival take(MigrationTarget target, Leg leg, String text, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // As Flyway does.
            statement.setEscapeProcessing(false);
            // Otherwise a query would end where its rows are not read any further.
            statement.setFetchSize(0);
            statement.execute(text);
            return Arrival.THERE;
        } catch (SQLException refused) {
            rollback(connection, refused);
            MigrationFailure facts = FlywayFailures.facts(target, refused);
            if (facts.isTransient()) {
                // Whoever looks more closely would wait as long again.
                throw new SchemaMigrationException(target, facts.in(leg.step().script()), refused);
            }
            logger.debug("Looking at '%s' more closely".formatted(target), refused);
            boolean isElsewhere = String.valueOf(refused.getMessage()).contains(ELSEWHERE);
            return isElsewhere && leg.equals(legs.get(0)) ? Arrival.NOT_BEGUN : Arrival.REFUSED;
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
        MigrationSql sql = new MigrationSql(target, path, Map.of(), installedBy, session.user());
        return String.join(
                MigrationSql.NEXT,
                "BEGIN",
                begin(target, leg, path, notice),
                leg.step().plain().sqlFor(target.schema()),
                "SET LOCAL ROLE " + MigrationSql.literal(session.user()),
                sql.insert(sql.values(leg.step(), leg.rank(), MigrationSql.SINCE_BEGIN)),
                "COMMIT");
    }

    /**
     * Returns what nothing comes before: not so much as a lock is wanted of a schema that stands elsewhere, nor is the next one in
     * the path reached instead of one that is gone. What somebody did between this statement's beginning and its locks is not seen
     * here; the history has room for one row of that rank only.
     */
    private String begin(MigrationTarget target, Leg leg, SearchPath path, @Nullable MigrationNotice notice) {
        String condition = String.join(
                " AND ",
                "current_user = " + MigrationSql.literal(session.user()),
                // Whether the connection is kept depends on it. Who finds some is looked at more closely, and the
                // others after it are not.
                session.hasEventTriggers() ? "true" : "NOT " + MigrationSession.HAS_EVENT_TRIGGERS,
                SchemaLock.forTransaction(target.schema()),
                "pg_catalog.pg_try_advisory_xact_lock(" + MigrationSql.lock(target) + ")",
                "(" + HistoryDigest.query(MigrationSql.table(target)) + ") = E'\\\\x" + leg.before() + "'");
        List<String> expressions = new ArrayList<>();
        expressions.add(NUMBER_IF.formatted(condition));
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

    /** How far it went. */
    enum Arrival {

        /** All was done. */
        THERE,

        /** Nothing was begun: the schema stands elsewhere, or somebody is at it. */
        NOT_BEGUN,

        /** Something was refused. */
        REFUSED
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
