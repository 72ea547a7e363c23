package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.routing.StaleTenantException;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Work that is under way for a tenant, in this node or in another, while the tenant goes and its name is used again. */
class StaleWorkIT {

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static Node here;

    private static Node there;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Client old;

    /** Where the work is under way. */
    enum Place {
        THE_SAME_NODE,
        ANOTHER_NODE;

        Node node() {
            return this == THE_SAME_NODE ? here : there;
        }
    }

    @BeforeAll
    static void start() {
        here = Node.alone(DATABASE, "spring.datasource.hikari.maximum-pool-size=4");
        there = Node.listening(DATABASE, "spring.datasource.hikari.maximum-pool-size=4");
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
        DATABASE.close();
    }

    @BeforeEach
    void makeAcme() {
        for (String schema : new String[] {"acme", "globex"}) {
            here.bySchema(schema)
                    .ifPresent(tenant -> here.application().provisioner().drop(tenant.schema()));
        }
        await().until(() -> there.bySchema("acme").isEmpty());
        old = here.save("acme", "acme.example.com", "old");
        await().untilAsserted(() -> assertThat(there.bySchema("acme")).contains(old.toTenant()));
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private void dropAndMakeAnother() {
        here.application().provisioner().drop("acme");
        here.save("acme", "new.example.com", "new");
    }

    private void renameAndMakeAnother() {
        here.application().provisioner().rename("acme", "globex");
        here.save("acme", "new.example.com", "new");
    }

    /** Works for the old acme, in a thread of its own: before the name is used again, and after this node knows of it. */
    private void whileTheNameIsUsedAgain(Place place, Runnable useAgain, Work work) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> usedAgain = new CompletableFuture<>();
        Callable<Object> stale = () -> place.node().application().tenants().execute("acme", () -> {
            work.of(place.node(), () -> {
                begun.countDown();
                usedAgain.join();
            });
            return "";
        });
        Future<Object> done = threads.submit(stale);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        useAgain.run();
        await().untilAsserted(
                        () -> assertThat(place.node().isRetired(old.toTenant())).isTrue());
        usedAgain.complete(null);
        done.get(20, TimeUnit.SECONDS);
        assertThat(here.notes("acme")).containsExactly("new");
    }

    private static void assertStale(ThrowingCallable call) {
        assertThatThrownBy(call).satisfies(thrown -> assertThat(causes(thrown)).contains(StaleTenantException.class));
    }

    private static java.util.List<Class<?>> causes(Throwable thrown) {
        java.util.List<Class<?>> causes = new java.util.ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            causes.add(cause.getClass());
        }
        return causes;
    }

    @ParameterizedTest
    @EnumSource
    void getsNoConnectionAnyMore(Place place) throws Exception {
        whileTheNameIsUsedAgain(place, this::dropAndMakeAnother, (node, pause) -> {
            pause.run();
            assertStale(() -> node.application()
                    .jdbc()
                    .sql("INSERT INTO note (text) VALUES ('late')")
                    .update());
            assertStale(() -> node.application().notes().add("late"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void cannotUseAConnectionThatItHasHeld(Place place) throws Exception {
        whileTheNameIsUsedAgain(place, this::dropAndMakeAnother, StaleWorkIT::holdAConnection);
    }

    @ParameterizedTest
    @EnumSource
    void cannotUseAConnectionThatItHasHeldWhenTheTenantIsRenamed(Place place) throws Exception {
        whileTheNameIsUsedAgain(place, this::renameAndMakeAnother, StaleWorkIT::holdAConnection);
        assertThat(here.notes("globex")).containsExactly("old");
    }

    private static void holdAConnection(Node node, Runnable pause) throws SQLException {
        try (Connection connection = node.application().bean(DataSource.class).getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement prepared =
                        connection.prepareStatement("INSERT INTO note (text) VALUES ('prepared')")) {
            assertThat(statement.executeQuery("SELECT text FROM note").next()).isTrue();
            pause.run();
            assertStale(() -> statement.execute("INSERT INTO note (text) VALUES ('late')"));
            assertStale(prepared::execute);
            assertStale(connection::createStatement);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cannotGoOnWithATransactionThatHasTouchedNothing(Place place) throws Exception {
        whileTheNameIsUsedAgain(
                place,
                this::dropAndMakeAnother,
                (node, pause) ->
                        assertStale(() -> node.application().transaction().executeWithoutResult(status -> {
                            pause.run();
                            node.application().notes().add("late");
                        })));
    }

    /** Something that is done for a tenant, with a pause. */
    @FunctionalInterface
    private interface Work {

        void of(Node node, Runnable pause) throws SQLException;
    }
}
