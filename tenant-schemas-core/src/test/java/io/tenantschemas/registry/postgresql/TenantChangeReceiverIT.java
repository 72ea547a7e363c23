package io.tenantschemas.registry.postgresql;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantChannel;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.KeptServer;
import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

class TenantChangeReceiverIT {

    // A server that answers late is not to be taken for one that went away: some tests count how often it did.
    private static final Duration PATIENT = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(200);

    private static final TenantChannel CHANNEL = new TenantChannel(SchemaName.of("public"));

    private static final TenantChange ACME = new TenantChange.Dropped(1, SchemaName.of("acme"));

    private static final TenantChange GLOBEX = new TenantChange.Dropped(2, SchemaName.of("globex"));

    private static final TenantChange EVERYTHING = new TenantChange.Everything();

    private final List<TenantChange> heard = new CopyOnWriteArrayList<>();

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate sql = new JdbcTemplate(database.dataSource());

    private BreakableLine line;

    private TenantChangeReceiver receiver;

    private Consumer<TenantChange> onChange = change -> {};

    @BeforeEach
    void connect() throws IOException {
        URI address = URI.create(database.url().substring("jdbc:".length()));
        line = new BreakableLine(address.getHost(), address.getPort());
        receiver = receiver(dataSource(address), PATIENT);
    }

    private DataSource dataSource(URI address) {
        Properties properties = new Properties();
        properties.setProperty("user", database.username());
        properties.setProperty("password", database.password());
        String url = "jdbc:postgresql://127.0.0.1:%d%s".formatted(line.port(), address.getPath());
        return new SimpleDriverDataSource(new Driver(), url, properties);
    }

    private TenantChangeReceiver receiver(DataSource dataSource, Duration patience) {
        return new TenantChangeReceiver(dataSource, CHANNEL, changes(), POLL, patience, Clock.systemUTC());
    }

    private TenantChangePublisher changes() {
        return new TenantChangePublisher(() -> Stream.of(this::hear));
    }

    private void hear(TenantChange change) {
        onChange.accept(change);
        heard.add(change);
    }

    @AfterEach
    void disconnect() throws IOException {
        receiver.stop();
        line.close();
        database.close();
    }

    private void startListening() {
        receiver.start();
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING));
    }

    private void send(TenantChange change) {
        sql.execute((Connection connection) -> {
            CHANNEL.send(change, connection);
            return true;
        });
    }

    @Test
    void hearsWhatIsCommitted() {
        startListening();
        assertThat(receiver.isListening()).isTrue();
        send(ACME);
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, ACME));
    }

    @Test
    void hearsNothingOfWhatIsRolledBack() throws SQLException {
        startListening();
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            CHANNEL.send(ACME, connection);
            connection.rollback();
        }
        send(GLOBEX);
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, GLOBEX));
    }

    @Test
    void takesWhatItDoesNotUnderstandForAnything() {
        startListening();
        sql.execute("NOTIFY \"%s\", 'nonsense'".formatted(CHANNEL.name()));
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, EVERYTHING));
    }

    @Test
    void missesNothingThatHappensWhileItForgets() {
        onChange = change -> {
            if (change.equals(EVERYTHING)) {
                send(ACME);
            }
        };
        receiver.start();
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, ACME));
    }

    @Test
    void forgetsEverythingAfterItsBackendWasKilled() {
        startListening();
        assertThat(killListeners()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, EVERYTHING));
        send(ACME);
        await().untilAsserted(() -> assertThat(heard).endsWith(ACME));
    }

    @Test
    void comesBackSoonHoweverLongThePausesWereBeforeItListened() {
        Pauses grown = new Pauses();
        for (int failure = 0; failure < 10; failure++) {
            grown.next();
        }
        ListeningThread thread = new ListeningThread(
                () -> Listening.begin(database.dataSource(), CHANNEL, POLL, PATIENT),
                changes(),
                new ListeningHistory(Clock.systemUTC()),
                grown);
        thread.start();
        try {
            await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING));
            killListeners();
            // The next of the long pauses would be longer than this waits.
            await().atMost(Duration.ofSeconds(14))
                    .untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, EVERYTHING));
        } finally {
            thread.end();
        }
    }

    @Test
    void tellsOneTimeWithoutAnInterruptionFromTheNext() {
        assertThat(receiver.uninterrupted()).isNegative();
        startListening();
        await().untilAsserted(() -> assertThat(receiver.uninterrupted()).isNotNegative());
        long first = receiver.uninterrupted();
        send(ACME);
        await().untilAsserted(() -> assertThat(heard).endsWith(ACME));
        await().untilAsserted(() -> assertThat(receiver.uninterrupted()).isEqualTo(first));

        killListeners();
        await().untilAsserted(() ->
                assertThat(receiver.uninterrupted()).isNotNegative().isNotEqualTo(first));
        receiver.stop();
        assertThat(receiver.uninterrupted()).isNegative();
    }

    @Test
    void isNotCertainOfAConnectionThatGivesNoSignOfLife() {
        startListening();
        await().untilAsserted(() -> assertThat(receiver.uninterrupted()).isNotNegative());
        line.fallSilent();

        await().untilAsserted(() -> assertThat(receiver.uninterrupted()).isNegative());
        assertThat(receiver.isListening()).isTrue();
    }

    private int killListeners() {
        return sql.queryForList("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()")
                .size();
    }

    @Test
    void comesBackAfterTheDatabaseWasAwayForAWhile() throws IOException {
        startListening();
        line.cut();
        await().untilAsserted(() -> assertThat(receiver.isListening()).isFalse());
        send(ACME);
        line.mend();
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, EVERYTHING));
        assertThat(receiver.isListening()).isTrue();
    }

    @Test
    void tellsSinceWhenItDoesNotListenAndHowOftenItCameBack() throws IOException {
        startListening();
        assertThat(receiver.state()).returns(true, ListeningState::isListening).returns(0L, ListeningState::reconnects);
        Instant before = Instant.now();
        line.cut();
        await().untilAsserted(() -> assertThat(receiver.state().isListening()).isFalse());
        assertThat(receiver.state().since()).isBetween(before, Instant.now());
        Instant interrupted = receiver.state().since();
        line.mend();
        await().untilAsserted(() -> assertThat(receiver.state().isListening()).isTrue());
        assertThat(receiver.state().since()).isAfter(interrupted);
        assertThat(receiver.state().reconnects()).isOne();
    }

    @Test
    void startsWithoutADatabase() throws IOException {
        line.cut();
        receiver.start();
        assertThat(receiver.isRunning()).isTrue();
        assertThat(receiver.isListening()).isFalse();
        line.mend();
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING));
    }

    @Test
    void noticesAConnectionThatDiedWithoutAWord() {
        receiver = receiver(dataSource(URI.create(database.url().substring("jdbc:".length()))), Duration.ofSeconds(1));
        startListening();
        line.fallSilent();
        send(ACME);
        // Twice or more: a server that is slow to answer counts as silent too.
        await().untilAsserted(() -> assertThat(heard).hasSizeGreaterThan(1).containsOnly(EVERYTHING));
    }

    @Test
    void survivesAnApplicationThatFails() {
        onChange = change -> {
            if (change.equals(ACME)) {
                throw new IllegalStateException("the cache is gone");
            }
        };
        startListening();
        send(ACME);
        send(GLOBEX);
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, GLOBEX));
    }

    @Test
    void refusesAPoolerThatWouldLoseNotifications() {
        assumeThat(PgBouncer.isInstalled()).as("PgBouncer is installed").isTrue();
        try (PgBouncer pooler = PgBouncer.before(database, 1)) {
            Properties properties = new Properties();
            properties.setProperty("user", database.username());
            properties.setProperty("password", database.password());
            DataSource through = new SimpleDriverDataSource(new Driver(), pooler.url(), properties);
            assertThatExceptionOfType(PoolerBetweenException.class)
                    .isThrownBy(() -> Listening.begin(through, CHANNEL, POLL, Duration.ofSeconds(1)))
                    .withMessageContaining("tenant-schemas.registry.listen-data-source");
        }
    }

    @Test
    void comesBackAfterTheServerWasRestarted(@TempDir Path directory) {
        SimpleDriverDataSource moving = new SimpleDriverDataSource();
        moving.setDriver(new Driver());
        try (KeptServer server = KeptServer.startIn(directory)) {
            moving.setUsername(server.username());
            moving.setPassword(server.password());
            moving.setUrl(server.url());
            receiver = receiver(moving, PATIENT);
            startListening();
        }
        await().untilAsserted(() -> assertThat(receiver.isListening()).isFalse());
        try (KeptServer server = KeptServer.startIn(directory)) {
            moving.setUrl(server.url());
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, EVERYTHING));
            new JdbcTemplate(moving).execute("NOTIFY \"%s\", '%s'".formatted(CHANNEL.name(), ACME.text()));
            await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, EVERYTHING, ACME));
            receiver.stop();
        }
    }

    @Test
    void leavesNeitherAThreadNorAConnection() {
        startListening();
        assertThat(threads()).isOne();
        receiver.stop();
        assertThat(receiver.isListening()).isFalse();
        assertThat(threads()).isZero();
        await().untilAsserted(() -> assertThat(killListeners()).isZero());
    }

    @Test
    void startsAgain() {
        startListening();
        receiver.stop();
        receiver.start();
        await().untilAsserted(() -> assertThat(heard).containsExactly(EVERYTHING, EVERYTHING));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tenant-schemas-listener"))
                .count();
    }
}
