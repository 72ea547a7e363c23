package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** What one database said of its tenants, and of what there is outside of their schemas. */
final class KnownDatabase {

    private static final Log logger = LogFactory.getLog(KnownDatabase.class);

    private final SharedRoutines routines;

    private final KnownTenants tenants;

    private final AtomicReference<@Nullable RoutingStrategy> told = new AtomicReference<>();

    KnownDatabase(ConnectionRouter router) {
        this.routines = new SharedRoutines(router);
        this.tenants = new KnownTenants(router.migratedSchemas());
    }

    /** Returns what there is outside of the schemas of tenants. */
    SharedRoutines.Answer shared(Connection connection) throws SQLException {
        return routines.ask(connection);
    }

    /** Returns whether there may be routines behind shared tables, or anything else that finds names by the path. */
    boolean mayHaveRoutines() {
        SharedRoutines.Answer known = routines.known();
        return known == null || known.areBehindTables();
    }

    /** Returns what it said of its tenants. */
    KnownTenants tenants() {
        return tenants;
    }

    /** Returns by which strategy this database's tables are found where that is chosen here, and why. */
    RoutingChoice choice() {
        SharedRoutines.Answer last = routines.last();
        if (last == null) {
            return new RoutingChoice(null, RoutingChoice.NOT_ASKED, 0);
        }
        return last.findNames()
                ? new RoutingChoice(RoutingStrategy.SEARCH_PATH, last.reason(), 0)
                : new RoutingChoice(RoutingStrategy.QUALIFIED, last.reason(), tenants.byPath());
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
}
