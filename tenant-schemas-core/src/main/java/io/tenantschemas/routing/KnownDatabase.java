package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.Tenant;

/** What one database said of its tenants, and of what there is outside of their schemas. */
final class KnownDatabase {

    private static final Log logger = LogFactory.getLog(KnownDatabase.class);

    /** Of so many tenants at most, of more than are asked for within the second for which an answer is good. */
    private static final int REMEMBERED_TENANTS = 10_000;

    private final SharedRoutines routines;

    private final Map<Long, Answer> answers = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable RoutingStrategy> told = new AtomicReference<>();

    private final AtomicBoolean toldOfTenant = new AtomicBoolean();

    KnownDatabase(ConnectionRouter router) {
        this.routines = new SharedRoutines(router);
    }

    /** Returns what there is outside of the schemas of tenants. */
    SharedRoutines.Answer shared(Connection connection) throws SQLException {
        return routines.ask(connection);
    }

    /** Returns whether there may be routines behind shared tables, or anything else that finds names by the path. */
    boolean mayHaveRoutines() {
        SharedRoutines.Answer last = routines.last();
        return last == null || last.areBehindTables();
    }

    /** Returns what was said last of the tenant, or null. */
    @Nullable
    Answer answer(Tenant tenant) {
        return answers.get(tenant.id());
    }

    Answer remember(Tenant tenant, Answer answer) {
        if (answers.size() >= REMEMBERED_TENANTS) {
            answers.clear();
        }
        answers.put(tenant.id(), answer);
        if (answer.pathCounts() && !toldOfTenant.getAndSet(true)) {
            logger.info(
                    ("Connections for tenant '%s' are pointed at its path, because its schema holds what is found by it or"
                                    + " finds other names by it: routines, triggers, types, or expressions that ask for the path. Of"
                                    + " further such tenants nothing is logged.")
                            .formatted(tenant.schema()));
        }
        return answer;
    }

    /** Returns by which strategy this database's tables are found where that is chosen here, and why. */
    RoutingChoice choice() {
        SharedRoutines.Answer last = routines.last();
        if (last == null) {
            return new RoutingChoice(null, RoutingChoice.NOT_ASKED, 0);
        }
        return last.findNames()
                ? new RoutingChoice(RoutingStrategy.SEARCH_PATH, last.reason(), 0)
                : new RoutingChoice(RoutingStrategy.QUALIFIED, last.reason(), tenantsByPath());
    }

    long tenantsByPath() {
        return answers.values().stream().filter(Answer::pathCounts).count();
    }

    /** Tells in the log what was chosen, once and whenever that changes. */
    void tell(RoutingStrategy now) {
        if (told.getAndSet(now) != now) {
            RoutingChoice choice = choice();
            logger.info(
                    "Statements find the tables of tenants by strategy '%s' (tenant-schemas.routing.strategy=auto), %s."
                            .formatted(choice.property(), choice.reason()));
        }
    }

    /**
     * What the server said of a tenant.
     *
     * @param inquiry when, and what else it depends on
     * @param namesCount whether the schema holds what is found by the path, or finds others by it
     * @param expressions whether what is kept of its tables asks for the path
     */
    record Answer(Inquiry inquiry, boolean namesCount, Expressions expressions) {

        /** Of the shared tables, of which nothing is asked. */
        static final Answer SHARED = new Answer(Inquiry.NONE, false, Expressions.NONE);

        static Answer of(Question question, Inquiry inquiry, @Nullable Expressions known) {
            return new Answer(
                    inquiry,
                    question.namesCount(),
                    known == null ? new Expressions(question.expressionsCount(), inquiry.at()) : known);
        }

        boolean pathCounts() {
            return namesCount || expressions.count();
        }
    }

    /**
     * What the server said of the expressions that it keeps of a tenant's tables.
     *
     * @param count whether they ask for the path
     * @param at when that was
     */
    record Expressions(boolean count, long at) {

        static final Expressions NONE = new Expressions(false, 0);

        private static final long GOOD_FOR = TimeUnit.MINUTES.toNanos(1);

        /** Returns this if it is still good at that time, or null. */
        @Nullable
        Expressions ifGoodAt(long time) {
            return time - at < GOOD_FOR ? this : null;
        }
    }
}
