package io.tenantschemas.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import io.tenantschemas.context.SchemaReadiness.State;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CurrentSchemasTests {

    private static final Tenant ACME = tenant(1, "acme");

    private static final Tenant GLOBEX = tenant(2, "globex");

    private static final SchemaName ACME_SCHEMA = SchemaName.of("acme");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final FakeMigrator migrator = new FakeMigrator();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);

    private final List<CurrentSchemas> opened = new ArrayList<>();

    /** Of a patience that no test has. */
    private final CurrentSchemas schemas = schemas(10, Duration.ofHours(1));

    private static Tenant tenant(long id, String schema) {
        return new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of());
    }

    private CurrentSchemas schemas(int room, Duration patience) {
        CurrentSchemas another = new CurrentSchemas(() -> migrator, room, patience, now::get);
        opened.add(another);
        return another;
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(CurrentSchemas.class);
    }

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
        logger().setAdditive(false);
    }

    @AfterEach
    void stop() {
        logger().setAdditive(true);
        logger().detachAppender(log);
        migrator.held.countDown();
        opened.forEach(CurrentSchemas::close);
        threads.shutdownNow();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aCurrentSchemaIsAskedAboutOnce() {
        assertThat(schemas.of(ACME)).isEqualTo(State.CURRENT);
        pass(Duration.ofDays(30));
        assertThat(schemas.of(ACME)).isEqualTo(State.CURRENT);
        assertThat(migrator.asked).containsExactly("acme");
    }

    @Test
    void aTenantOfAnotherTypeIsAskedAboutAnew() {
        assertThat(schemas.of(ACME)).isEqualTo(State.CURRENT);
        assertThat(schemas.of(ACME.withType(Optional.of(TypeName.of("premium")))))
                .isEqualTo(State.CURRENT);
        assertThat(migrator.asked).containsExactly("acme", "acme");
    }

    @Test
    void aSchemaThatIsBehindIsAskedAboutAgainOnceASecond() {
        migrator.behind.add("acme");
        assertThat(schemas.of(ACME)).isEqualTo(State.BEHIND);
        pass(Duration.ofMillis(999));
        assertThat(schemas.of(ACME)).isEqualTo(State.BEHIND);
        assertThat(migrator.asked).containsExactly("acme");
        migrator.behind.clear();
        pass(Duration.ofMillis(1));
        assertThat(schemas.of(ACME)).isEqualTo(State.CURRENT);
    }

    @Test
    void aSchemaThatWasMigratedIsAskedAboutAtOnce() {
        migrator.behind.add("acme");
        schemas.of(ACME);
        migrator.behind.clear();
        schemas.forget(ACME_SCHEMA);
        assertThat(schemas.of(ACME)).isEqualTo(State.CURRENT);
    }

    static List<TenantChange> changes() {
        return List.of(
                new TenantChange.Migrated(ACME_SCHEMA),
                new TenantChange.Created(1, ACME_SCHEMA),
                new TenantChange.Changed(1, ACME_SCHEMA),
                new TenantChange.Dropped(1, ACME_SCHEMA),
                new TenantChange.Renamed(1, SchemaName.of("before"), ACME_SCHEMA),
                new TenantChange.Renamed(1, ACME_SCHEMA, SchemaName.of("after")),
                new TenantChange.Everything());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeIsReasonToAskAgain(TenantChange change) {
        schemas.of(ACME);
        migrator.behind.add("acme");
        schemas.onTenantChange(change);
        assertThat(schemas.of(ACME)).isEqualTo(State.BEHIND);
    }

    @Test
    void aChangeOfAnotherTenantIsNot() {
        schemas.of(ACME);
        schemas.onTenantChange(new TenantChange.Migrated(SchemaName.of("globex")));
        schemas.of(ACME);
        assertThat(migrator.asked).containsExactly("acme");
    }

    @Test
    void anotherTenantOfTheSameNameIsAskedAbout() {
        schemas.of(ACME);
        migrator.behind.add("acme");
        assertThat(schemas.of(tenant(3, "acme"))).isEqualTo(State.BEHIND);
    }

    @Test
    void nothingIsKnownWhileTheDatabaseIsGone() {
        migrator.isGone = true;
        assertThat(schemas.of(ACME)).isEqualTo(State.UNKNOWN);
        migrator.isGone = false;
        assertThat(schemas.of(ACME)).isEqualTo(State.UNKNOWN);
        pass(Duration.ofSeconds(1));
        assertThat(schemas.of(ACME)).isEqualTo(State.CURRENT);
    }

    @Test
    void aSchemaThatCannotBeAskedAboutIsUnknownAndOthersAreNot() {
        migrator.unreadable.add("acme");
        assertThat(schemas.of(ACME)).isEqualTo(State.UNKNOWN);
        assertThat(schemas.of(GLOBEX)).isEqualTo(State.CURRENT);
    }

    @Test
    void whatIsCurrentStaysSoWhileTheDatabaseIsGone() {
        schemas.of(ACME);
        migrator.isGone = true;
        pass(Duration.ofHours(1));
        assertThat(schemas.of(ACME)).isEqualTo(State.CURRENT);
    }

    @Test
    void manyAtOnceAskOnce() throws Exception {
        migrator.behind.add("acme");
        migrator.hold();
        List<Future<State>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(threads.submit(() -> schemas.of(ACME)));
        }
        migrator.letGo();
        for (Future<State> answer : answers) {
            assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo(State.BEHIND);
        }
        assertThat(migrator.asked).containsExactly("acme");
    }

    @Test
    void manyTenantsAtOnceAreAskedAboutTogetherByOneThread() throws Exception {
        migrator.hold();
        List<Callable<State>> questions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Tenant tenant = tenant(i, "tenant" + i);
            questions.add(() -> schemas.of(tenant));
        }
        List<Future<State>> answers = new ArrayList<>();
        answers.add(threads.submit(questions.get(0)));
        migrator.awaitSomebody();
        questions.subList(1, 20).forEach(question -> answers.add(threads.submit(question)));
        await().until(() -> threadsThatWait() == 20);
        migrator.letGo();
        for (Future<State> answer : answers) {
            assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        }
        assertThat(migrator.most).hasValue(1);
        assertThat(migrator.batches).containsExactly(1, 2, 4, 8, 5);
    }

    private static long threadsThatWait() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING)
                .filter(thread -> List.of(thread.getValue()).stream()
                        .anyMatch(frame -> frame.getClassName().equals(SchemaQuestions.class.getName())
                                && frame.getMethodName().startsWith("await")))
                .count();
    }

    @Test
    void nobodyWaitsForEver() throws Exception {
        CurrentSchemas impatient = schemas(10, Duration.ofMillis(1));
        migrator.hold();
        assertThat(answer(impatient, ACME)).isEqualTo(State.UNKNOWN);
        migrator.awaitSomebody();
        assertThat(answer(impatient, GLOBEX)).isEqualTo(State.UNKNOWN);
        assertThat(answer(impatient, ACME)).isEqualTo(State.UNKNOWN);
        migrator.letGo();
        await().until(() -> impatient.of(ACME) == State.CURRENT && impatient.of(GLOBEX) == State.CURRENT);
        assertThat(migrator.asked).containsExactly("acme", "globex");
    }

    /** Returns the answer, unless it takes a minute. */
    private State answer(CurrentSchemas to, Tenant tenant) throws Exception {
        return threads.submit(() -> to.of(tenant)).get(1, TimeUnit.MINUTES);
    }

    @Test
    void nobodyWaitsOnceTheDatabaseHasKeptSilentForTooLong() throws Exception {
        migrator.hold();
        Future<State> first = threads.submit(() -> schemas.of(ACME));
        migrator.awaitSomebody();
        await().until(() -> threadsThatWait() == 1);
        pass(Duration.ofHours(1));
        assertThat(answer(schemas, GLOBEX)).isEqualTo(State.UNKNOWN);
        assertThat(answer(schemas, ACME)).isEqualTo(State.UNKNOWN);
        migrator.letGo();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        assertThat(answer(schemas, GLOBEX)).isEqualTo(State.CURRENT);
    }

    @Test
    void nobodyWaitsWhereAsManyWaitAsMay() throws Exception {
        CurrentSchemas large = schemas(1000, Duration.ofHours(1));
        migrator.hold();
        List<Future<State>> waiting = new ArrayList<>();
        for (int i = 0; i < SchemaQuestions.SEATS; i++) {
            Tenant tenant = tenant(i, "tenant" + i);
            waiting.add(threads.submit(() -> large.of(tenant)));
        }
        await().until(() -> threadsThatWait() == SchemaQuestions.SEATS);
        assertThat(answer(large, ACME)).isEqualTo(State.UNKNOWN);
        migrator.letGo();
        for (Future<State> each : waiting) {
            assertThat(each.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        }
        assertThat(answer(large, ACME)).isEqualTo(State.CURRENT);
    }

    @Test
    void fewAreAskedAboutTogetherWhereEachTakesLong() throws Exception {
        migrator.whenAsked = () -> pass(Duration.ofMillis(60));
        migrator.hold();
        List<Future<State>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Tenant tenant = tenant(i, "tenant" + i);
            answers.add(threads.submit(() -> schemas.of(tenant)));
        }
        await().until(() -> threadsThatWait() == 20);
        migrator.letGo();
        for (Future<State> answer : answers) {
            assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        }
        assertThat(migrator.batches).isNotEmpty().allMatch(size -> size <= 2);
    }

    @Test
    void whoWaitsIsAskedAboutBeforeThoseWhoDoNot() throws Exception {
        List<Tenant> behind = List.of(tenant(3, "initech"), tenant(4, "hooli"), tenant(5, "umbrella"));
        behind.forEach(tenant -> migrator.behind.add(tenant.schema().value()));
        behind.forEach(schemas::of);
        pass(Duration.ofSeconds(1));
        migrator.hold();
        Future<State> first = threads.submit(() -> schemas.of(ACME));
        migrator.awaitSomebody();
        assertThat(behind).allMatch(tenant -> schemas.of(tenant) == State.BEHIND);
        migrator.asked.clear();
        Future<State> late = threads.submit(() -> schemas.of(GLOBEX));
        await().until(() -> threadsThatWait() == 2);
        migrator.letGo();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        assertThat(late.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        await().until(() -> migrator.asked.size() == 4);
        assertThat(migrator.asked).startsWith("globex");
    }

    @Test
    void ofTheTurnsSomeAreThoseOfWhomNobodyWaitsFor() {
        OpenQuestions open = new OpenQuestions();
        SchemaQuestion other = new SchemaQuestion(ACME, null, false);
        open.add(other);
        List<SchemaQuestion> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            open.addWaitedFor(new SchemaQuestion(GLOBEX, null, false));
            taken.addAll(open.take(1));
        }
        assertThat(taken).hasSize(4).endsWith(other);
        assertThat(open.take(10)).hasSize(1);
    }

    @Test
    void whereNobodyCanBeAskedAllThatAreOpenLearnThatTogether() throws Exception {
        migrator.hold();
        Future<State> first = threads.submit(() -> schemas.of(ACME));
        migrator.awaitSomebody();
        Future<State> second = threads.submit(() -> schemas.of(GLOBEX));
        Future<?> others = threads.submit(() -> schemas.prepare(List.of(tenant(3, "initech"), tenant(4, "hooli"))));
        await().until(() -> threadsThatWait() == 3);
        migrator.isGone = true;
        migrator.letGo();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo(State.UNKNOWN);
        others.get(1, TimeUnit.MINUTES);
        assertThat(migrator.refused).hasValue(1);
    }

    @Test
    void whatIsClosedAsksNothing() throws Exception {
        schemas.of(ACME);
        schemas.close();
        assertThat(answer(schemas, ACME)).isEqualTo(State.CURRENT);
        assertThat(answer(schemas, GLOBEX)).isEqualTo(State.UNKNOWN);
        assertThat(migrator.asked).containsExactly("acme");
    }

    @Test
    void whoWaitsIsSentAwayWhenItIsClosed() throws Exception {
        migrator.hold();
        Future<State> first = threads.submit(() -> schemas.of(ACME));
        migrator.awaitSomebody();
        Future<State> other = threads.submit(() -> schemas.of(GLOBEX));
        await().until(() -> threadsThatWait() == 2);
        schemas.close();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(State.UNKNOWN);
        assertThat(other.get(1, TimeUnit.MINUTES)).isEqualTo(State.UNKNOWN);
        assertThat(migrator.asked).containsExactly("acme");
    }

    @Test
    void anotherThreadAsksWhichInheritsNothing() {
        InheritableThreadLocal<String> request = new InheritableThreadLocal<>();
        AtomicReference<@Nullable String> seen = new AtomicReference<>("nothing");
        request.set("secret");
        migrator.whenAsked = () -> seen.set(request.get());
        schemas.of(ACME);
        request.remove();
        assertThat(seen.get()).isNull();
    }

    @Test
    void theMigratorIsMadeByWhoeverWantsToKnow() {
        List<Thread> made = Collections.synchronizedList(new ArrayList<>());
        Supplier<SchemaMigrator> making = () -> {
            made.add(Thread.currentThread());
            return migrator;
        };
        try (CurrentSchemas late = new CurrentSchemas(making)) {
            late.of(ACME);
        }
        assertThat(made).startsWith(Thread.currentThread());
    }

    @Test
    void nobodyWaitsAtAllWhoWasBehindASecondAgo() throws Exception {
        migrator.behind.add("acme");
        schemas.of(ACME);
        pass(Duration.ofSeconds(1));
        migrator.hold();
        Future<State> first = threads.submit(() -> schemas.of(ACME));
        migrator.awaitSomebody();
        assertThat(schemas.of(ACME)).isEqualTo(State.BEHIND);
        migrator.behind.clear();
        migrator.letGo();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
    }

    @Test
    void whoDoesNotWaitIsAskedAboutAllTheSame() throws Exception {
        migrator.behind.add("acme");
        schemas.of(ACME);
        pass(Duration.ofSeconds(1));
        migrator.behind.clear();
        migrator.hold();
        Future<State> other = threads.submit(() -> schemas.of(GLOBEX));
        migrator.awaitSomebody();
        assertThat(schemas.of(ACME)).isEqualTo(State.BEHIND);
        assertThat(schemas.of(ACME)).isEqualTo(State.BEHIND);
        migrator.letGo();
        assertThat(other.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        await().until(() -> schemas.of(ACME) == State.CURRENT);
        assertThat(migrator.asked).containsExactly("acme", "globex", "acme");
    }

    @Test
    void anAnswerOfLongAgoIsNoneWhileOthersAsk() throws Exception {
        migrator.behind.add("acme");
        schemas.of(ACME);
        pass(Duration.ofHours(1));
        migrator.behind.clear();
        migrator.hold();
        Future<State> other = threads.submit(() -> schemas.of(GLOBEX));
        migrator.awaitSomebody();
        Future<State> late = threads.submit(() -> schemas.of(ACME));
        await().until(() -> threadsThatWait() == 2);
        migrator.letGo();
        assertThat(late.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        assertThat(other.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
    }

    @Test
    void whoIsInterruptedWhileWaitingStaysInterrupted() throws Exception {
        migrator.hold();
        Future<State> first = threads.submit(() -> schemas.of(ACME));
        migrator.awaitSomebody();
        Thread.currentThread().interrupt();
        assertThat(schemas.of(GLOBEX)).isEqualTo(State.UNKNOWN);
        assertThat(Thread.interrupted()).isTrue();
        migrator.letGo();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
    }

    @Test
    void anAnswerThatWasOvertakenByAChangeIsNotRemembered() throws Exception {
        migrator.hold();
        Future<State> first = threads.submit(() -> schemas.of(ACME));
        migrator.awaitSomebody();
        schemas.onTenantChange(new TenantChange.Migrated(ACME_SCHEMA));
        migrator.letGo();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
        migrator.behind.add("acme");
        assertThat(schemas.of(ACME)).isEqualTo(State.BEHIND);
    }

    @Test
    void whatAHistoryMeansIsWorkedOutOnce() {
        migrator.state = "version 1";
        migrator.behind.addAll(List.of("acme", "globex"));
        assertThat(schemas.of(ACME)).isEqualTo(State.BEHIND);
        assertThat(schemas.of(GLOBEX)).isEqualTo(State.BEHIND);
        assertThat(migrator.asked).containsExactly("acme");
    }

    @Test
    void aSchemaThatIsMigratedWhileItIsAskedAboutSaysNothingAboutOthers() {
        migrator.state = "version 1";
        migrator.behind.add("globex");
        migrator.whenAsked = () -> migrator.state = "version 2";
        assertThat(schemas.of(ACME)).isEqualTo(State.CURRENT);
        await("until it was looked whether it is as it was").until(() -> migrator.batches.size() == 2);
        migrator.whenAsked = () -> {};
        migrator.state = "version 1";
        assertThat(schemas.of(GLOBEX)).isEqualTo(State.BEHIND);
    }

    @Test
    void theFirstThatIsBehindIsWarnedOf() {
        migrator.behind.addAll(List.of("acme", "globex"));
        schemas.of(ACME);
        schemas.of(GLOBEX);
        assertThat(warnings()).singleElement().asString().contains("'acme' is behind");
    }

    @Test
    void aSchemaThatCannotBeAskedAboutIsWarnedOfOnceUntilItCould() {
        migrator.unreadable.add("acme");
        for (int i = 0; i < 10; i++) {
            schemas.of(ACME);
            schemas.of(GLOBEX);
            schemas.forget(GLOBEX.schema());
            pass(Duration.ofMinutes(1));
        }
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("cannot be found out", "'acme'", "permission denied");
        migrator.unreadable.clear();
        schemas.of(ACME);
        schemas.forget(ACME_SCHEMA);
        migrator.unreadable.add("acme");
        schemas.of(ACME);
        assertThat(warnings()).hasSize(2);
    }

    @Test
    void eachSchemaThatCannotBeAskedAboutIsWarnedOfButOneAMinute() {
        migrator.unreadable.addAll(List.of("acme", "globex"));
        schemas.of(ACME);
        schemas.of(GLOBEX);
        assertThat(warnings()).singleElement().asString().contains("'acme'");
        pass(Duration.ofMinutes(1));
        schemas.of(ACME);
        schemas.of(GLOBEX);
        assertThat(warnings()).hasSize(2).last().asString().contains("'globex'");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDatabaseThatIsGoneIsWarnedOfOnceUntilItIsBack(boolean isEachAlone) {
        migrator.isEachAlone = isEachAlone;
        for (int outage = 1; outage <= 2; outage++) {
            migrator.isGone = true;
            for (int i = 0; i < 10; i++) {
                schemas.of(tenant(i, "tenant" + i));
                pass(Duration.ofMinutes(1));
            }
            assertThat(warnings()).hasSize(outage).last().asString().contains("cannot be found out", "refused");
            migrator.isGone = false;
            assertThat(schemas.of(ACME)).isEqualTo(State.CURRENT);
            schemas.forget(ACME_SCHEMA);
        }
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void thereIsRoomForSoManySchemas() {
        for (int i = 0; i < 100; i++) {
            schemas.of(tenant(i, "tenant" + i));
        }
        assertThat(schemas.size()).isEqualTo(10);
    }

    @Test
    void thoseThatAreBehindAreCounted() {
        migrator.behind.addAll(List.of("acme", "globex"));
        schemas.of(ACME);
        schemas.of(GLOBEX);
        schemas.of(tenant(3, "initech"));
        assertThat(schemas.behind()).isEqualTo(2);
        schemas.forget(ACME_SCHEMA);
        assertThat(schemas.behind()).isEqualTo(1);
        pass(Duration.ofMinutes(11));
        assertThat(schemas.behind()).isZero();
    }

    @Test
    void thoseThatAreAskedAboutAgainAreStillCounted() throws Exception {
        migrator.behind.add("acme");
        schemas.of(ACME);
        for (Duration pause : List.of(Duration.ofSeconds(1), Duration.ofMinutes(1))) {
            pass(pause);
            migrator.hold();
            Future<State> answer = threads.submit(() -> schemas.of(ACME));
            migrator.awaitSomebody();
            assertThat(schemas.behind()).isEqualTo(1);
            migrator.letGo();
            assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo(State.BEHIND);
        }
    }

    @Test
    void thoseThatCannotBeAskedAboutAgainAreStillCountedForAsLongAsSomebodyWants() {
        migrator.behind.add("acme");
        schemas.of(ACME);
        migrator.isGone = true;
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofMinutes(9));
            assertThat(schemas.of(ACME)).isEqualTo(State.UNKNOWN);
            assertThat(schemas.behind()).isEqualTo(1);
        }
        pass(Duration.ofMinutes(11));
        assertThat(schemas.behind()).isZero();
    }

    @Test
    void anotherTenantOfTheSameNameIsNotCountedBeforeItIsKnown() {
        migrator.behind.add("acme");
        schemas.of(ACME);
        migrator.isGone = true;
        schemas.of(tenant(3, "acme"));
        assertThat(schemas.behind()).isZero();
    }

    @Test
    void thoseThatHaveCaughtUpAreNotCounted() {
        migrator.behind.add("acme");
        schemas.of(ACME);
        migrator.behind.clear();
        pass(Duration.ofSeconds(1));
        schemas.of(ACME);
        assertThat(schemas.behind()).isZero();
    }

    @Test
    void thoseWhoseTurnComesSoonAreAskedAboutTogether() {
        migrator.state = "version 1";
        List<Tenant> tenants =
                IntStream.range(0, 500).mapToObj(i -> tenant(i, "tenant" + i)).toList();
        try (CurrentSchemas large = schemas(1000, Duration.ofHours(1))) {
            large.prepare(tenants);
            assertThat(migrator.batches).hasSizeLessThan(15);
            migrator.batches.clear();
            assertThat(tenants).allMatch(tenant -> large.of(tenant) == State.CURRENT);
            large.prepare(tenants);
            assertThat(migrator.batches).isEmpty();
        }
    }

    @Test
    void whoeverPreparesWaitsUntilTheDatabaseHasKeptSilentForLong() throws Exception {
        migrator.hold();
        Future<State> first = threads.submit(() -> schemas.of(ACME));
        migrator.awaitSomebody();
        await().until(() -> threadsThatWait() == 1);
        pass(Duration.ofHours(1));
        Future<?> prepared = threads.submit(() -> schemas.prepare(List.of(ACME, GLOBEX)));
        await().until(() -> threadsThatWait() == 2);
        pass(Duration.ofHours(30));
        prepared.cancel(true);
        threads.submit(() -> schemas.prepare(List.of(ACME, GLOBEX))).get(1, TimeUnit.MINUTES);
        migrator.letGo();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(State.CURRENT);
    }

    @Test
    void whoeverPreparesWaitsLongerThanOthersWhereAnswersKeepComing() throws Exception {
        CurrentSchemas impatient = schemas(10, Duration.ofMillis(1));
        migrator.whenAsked = CurrentSchemasTests::takeTime;
        impatient.prepare(List.of(ACME, GLOBEX, tenant(3, "initech")));
        assertThat(migrator.asked).containsExactly("acme", "globex", "initech");
    }

    private static void takeTime() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void whoeverPreparesAndIsInterruptedStaysInterrupted() {
        Thread.currentThread().interrupt();
        schemas.prepare(List.of(ACME));
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A migrator without a database, in which tenants are what the test says. */
    private static final class FakeMigrator extends RefusingMigrator {

        private final Set<String> behind = Collections.synchronizedSet(new HashSet<>());

        private final Set<String> unreadable = new HashSet<>();

        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

        private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

        private final AtomicInteger atOnce = new AtomicInteger();

        private final AtomicInteger refused = new AtomicInteger();

        private final AtomicInteger most = new AtomicInteger();

        private volatile boolean isGone;

        /** Whether nobody is asked before it is asked about each. */
        private volatile boolean isEachAlone;

        private volatile @Nullable Object state;

        private volatile Runnable whenAsked = () -> {};

        private volatile CountDownLatch held = new CountDownLatch(0);

        private volatile CountDownLatch reached = new CountDownLatch(1);

        void hold() {
            reached = new CountDownLatch(1);
            held = new CountDownLatch(1);
        }

        void awaitSomebody() throws InterruptedException {
            assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
        }

        void letGo() {
            held.countDown();
        }

        @Override
        public List<AlikeTargets> alike(List<MigrationTarget> targets) {
            if (!isEachAlone) {
                refuseWhereGone();
            }
            Object known = state;
            if (known != null) {
                batches.add(targets.size());
                return List.of(new AlikeTargets(targets, known));
            }
            if (targets.size() > 1 || asked.isEmpty()) {
                batches.add(targets.size());
            }
            return super.alike(targets);
        }

        private void refuseWhereGone() {
            if (isGone) {
                refused.incrementAndGet();
                throw new DatabaseUnreachableException(new SQLException("refused"));
            }
        }

        @Override
        public boolean isBehind(MigrationTarget target) {
            refuseWhereGone();
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                asked.add(target.toString());
                reached.countDown();
                whenAsked.run();
                assertThat(held.await(1, TimeUnit.MINUTES)).isTrue();
                if (unreadable.contains(target.toString())) {
                    throw new SchemaMigrationException(target, MigrationFailure.of("permission denied"), null);
                }
                return behind.contains(target.toString());
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            } finally {
                atOnce.decrementAndGet();
            }
        }
    }
}
