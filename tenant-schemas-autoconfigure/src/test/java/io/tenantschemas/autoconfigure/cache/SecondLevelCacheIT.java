package io.tenantschemas.autoconfigure.cache;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import jakarta.persistence.Cache;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.hibernate.KeyType;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.query.Query;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.cache.application.CachingApplication;
import io.tenantschemas.autoconfigure.cache.application.Client;
import io.tenantschemas.autoconfigure.cache.application.Country;
import io.tenantschemas.autoconfigure.cache.application.Nonstrict;
import io.tenantschemas.autoconfigure.cache.application.Note;
import io.tenantschemas.autoconfigure.cache.application.Numbered;
import io.tenantschemas.autoconfigure.cache.application.ReadOnly;
import io.tenantschemas.autoconfigure.cache.application.Setting;
import io.tenantschemas.autoconfigure.cache.application.Transactional;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.TenantChangeHearing;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Two tenants with the same primary keys and different data. What is changed past Hibernate shows whether something comes out
 * of the cache.
 */
class SecondLevelCacheIT {

    static final String[] PROPERTIES = {
        "tenant-schemas.migrations.shared.locations=classpath:db/caching/shared",
        "tenant-schemas.migrations.tenant.locations=classpath:db/caching/tenant",
        "tenant-schemas.provisioning.auto-drop=true",
        "spring.jpa.properties.hibernate.cache.use_query_cache=true",
        "spring.jpa.properties.hibernate.javax.cache.missing_cache_strategy=create",
        "spring.jpa.properties.hibernate.collectioncache.io.tenantschemas.autoconfigure.cache.application.Client.domains=read-write"
    };

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static RunningApplication application;

    private static JdbcTemplate past;

    private final int number = COUNTER.incrementAndGet();

    private final String acme = "acme" + number;

    private final String globex = "globex" + number;

    @BeforeAll
    static void start() {
        application = RunningApplication.startWithoutWeb(CachingApplication.class, PROPERTIES);
        past = new JdbcTemplate(application.database().dataSource());
        await().until(() -> application.bean(TenantChangeHearing.class).uninterrupted() > 0);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void createTenants() {
        create(acme);
        create(globex);
    }

    private static void create(String schema) {
        shared(entities -> entities.persist(new Client(schema)));
    }

    private static <T extends @Nullable Object> T call(Function<EntityManager, T> work) {
        EntityManager entities =
                SharedEntityManagerCreator.createSharedEntityManager(application.bean(EntityManagerFactory.class));
        TransactionTemplate transaction = new TransactionTemplate(application.bean(PlatformTransactionManager.class));
        return transaction.execute(status -> work.apply(entities));
    }

    private static <T extends @Nullable Object> T in(String schema, Function<EntityManager, T> work) {
        return application.bean(TenantTemplate.class).execute(schema, () -> call(work));
    }

    private static void run(String schema, Consumer<EntityManager> work) {
        in(schema, entities -> {
            work.accept(entities);
            return true;
        });
    }

    private static void shared(Consumer<EntityManager> work) {
        call(entities -> {
            work.accept(entities);
            return true;
        });
    }

    private static @Nullable String text(String schema, Class<? extends Numbered> type, long id) {
        return in(schema, entities -> {
            Numbered found = entities.find(type, id);
            return found == null ? null : found.getText();
        });
    }

    private static @Nullable Note byCode(String schema, String code) {
        return in(schema, entities -> entities.find(Note.class, code, KeyType.NATURAL));
    }

    private static List<String> texts(String schema, String prefix) {
        return in(
                schema,
                entities -> entities.createQuery(
                                "select text from Note where text like :prefix order by text", String.class)
                        .setParameter("prefix", prefix + "%")
                        .setHint("org.hibernate.cacheable", true)
                        .getResultList());
    }

    private static List<String> entities(String schema) {
        return in(
                schema,
                entities -> entities.createQuery("from Note order by id", Note.class)
                        .setHint("org.hibernate.cacheable", true)
                        .getResultStream()
                        .map(Note::getText)
                        .toList());
    }

    private void persistNotes() {
        run(acme, entities -> entities.persist(new Note(1, "first", "note of acme")));
        run(globex, entities -> entities.persist(new Note(1, "second", "note of globex")));
        run(globex, entities -> entities.persist(new Note(2, "first", "second note of globex")));
    }

    @ParameterizedTest
    @ValueSource(classes = {ReadOnly.class, Nonstrict.class, Transactional.class, Setting.class})
    void keepsEntitiesWithTheSameKeyApart(Class<? extends Numbered> type) throws Exception {
        String table = type.getSimpleName().equals("ReadOnly")
                ? "read_only"
                : type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
        for (String schema : List.of(acme, globex)) {
            Numbered entity = type.getConstructor(long.class, String.class).newInstance(1L, "of " + schema);
            run(schema, entities -> entities.persist(entity));
        }
        for (String schema : List.of(acme, globex, acme, globex)) {
            assertThat(text(schema, type, 1)).isEqualTo("of " + schema);
        }
        past.update("UPDATE %s.%s SET text = 'changed'".formatted(acme, table));
        assertThat(text(acme, type, 1)).as("cached").isEqualTo("of " + acme);
        assertThat(text(globex, type, 1)).isEqualTo("of " + globex);
    }

    @Test
    void keepsWhatIsReadAndWrittenApart() {
        persistNotes();
        assertThat(text(acme, Note.class, 1)).isEqualTo("note of acme");
        assertThat(text(globex, Note.class, 1)).isEqualTo("note of globex");

        run(acme, entities -> entities.find(Note.class, 1L).setText("changed by acme"));
        past.update("UPDATE %s.note SET text = 'changed past Hibernate'".formatted(globex));
        assertThat(text(acme, Note.class, 1)).isEqualTo("changed by acme");
        assertThat(text(globex, Note.class, 1)).as("cached").isEqualTo("note of globex");

        run(acme, entities -> entities.remove(entities.find(Note.class, 1L)));
        assertThat(text(acme, Note.class, 1)).isNull();
        assertThat(text(globex, Note.class, 1)).as("cached").isEqualTo("note of globex");
    }

    @Test
    void keepsNaturalIdsApart() {
        persistNotes();
        for (int i = 0; i < 2; i++) {
            assertThat(Objects.requireNonNull(byCode(acme, "first")).getText()).isEqualTo("note of acme");
            assertThat(Objects.requireNonNull(byCode(globex, "first")).getText())
                    .isEqualTo("second note of globex");
            assertThat(byCode(acme, "second")).isNull();
        }
        past.update("UPDATE %s.note SET code = 'changed' WHERE id = 1".formatted(acme));
        assertThat(byCode(acme, "first")).as("cached").isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"globex", ""})
    void refusesACachedCollectionOnceItsTenantIsNotBoundAnyMore(String late) {
        persistNotes();
        run(
                acme,
                entities -> assertThat(entities.find(Note.class, 1L).getTags()).hasSize(1));
        Note[] note = new Note[1];
        try (Session session = openSession(acme)) {
            in(() -> note[0] = session.find(Note.class, 1L), acme);
            assertRefused(() -> note[0].getTags().forEach(tag -> {}), late);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"globex", ""})
    void refusesCachedResultsOnceTheirTenantIsNotBoundAnyMore(String late) {
        persistNotes();
        assertThat(texts(acme, "note")).hasSize(1);
        try (Session session = openSession(acme)) {
            Query<String> query = session.createQuery(
                            "select text from Note where text like :prefix order by text", String.class)
                    .setParameter("prefix", "note%")
                    .setCacheable(true);
            in(() -> assertThat(query.getResultList()).hasSize(1), acme);
            assertRefused(query::getResultList, late);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"globex", ""})
    void refusesACachedEntityOnceItsTenantIsNotBoundAnyMore(String late) {
        persistNotes();
        assertThat(text(acme, Note.class, 1)).isEqualTo("note of acme");
        StatelessSession[] stateless = new StatelessSession[1];
        in(
                () -> stateless[0] = application
                        .bean(EntityManagerFactory.class)
                        .unwrap(SessionFactory.class)
                        .openStatelessSession(),
                acme);
        try (StatelessSession open = stateless[0];
                Session session = openSession(acme)) {
            in(() -> assertThat(open.get(Note.class, 1L)).isNotNull(), acme);
            assertRefused(() -> open.get(Note.class, 1L), late);
            assertRefused(() -> session.findMultiple(Note.class, List.of(1L)), late);
            assertRefused(() -> session.find(Note.class, "first", KeyType.NATURAL), late);
        }
    }

    private static Session openSession(String schema) {
        return application
                .bean(TenantTemplate.class)
                .execute(
                        schema,
                        () -> application
                                .bean(EntityManagerFactory.class)
                                .unwrap(SessionFactory.class)
                                .openSession());
    }

    private static void in(Runnable work, String schema) {
        application.bean(TenantTemplate.class).executeWithoutResult(schema, work::run);
    }

    private void assertRefused(Runnable work, String late) {
        Runnable refused = () -> assertThatExceptionOfType(TenantSwitchException.class)
                .isThrownBy(work::run)
                .withMessageContaining(acme);
        if (late.isEmpty()) {
            refused.run();
        } else {
            in(refused, globex);
        }
    }

    @Test
    void keepsCollectionsApart() {
        persistNotes();
        for (int i = 0; i < 2; i++) {
            assertThat(tags(acme)).containsExactly("note of acme");
            assertThat(tags(globex)).containsExactly("note of globex");
        }
        past.update("UPDATE %s.note_tags SET tags = 'changed'".formatted(acme));
        assertThat(tags(acme)).as("cached").containsExactly("note of acme");
    }

    private static List<String> tags(String schema) {
        return in(schema, entities -> List.copyOf(entities.find(Note.class, 1L).getTags()));
    }

    @Test
    void keepsTheResultsOfTheSameQueryApart() {
        persistNotes();
        for (int i = 0; i < 2; i++) {
            assertThat(texts(acme, "note")).containsExactly("note of acme");
            assertThat(texts(globex, "note")).containsExactly("note of globex");
            assertThat(entities(acme)).containsExactly("note of acme");
            assertThat(entities(globex)).containsExactly("note of globex", "second note of globex");
        }
        past.update("UPDATE %s.note SET text = 'note changed'".formatted(acme));
        assertThat(texts(acme, "note")).as("cached").containsExactly("note of acme");
    }

    @Test
    void noticesBulkStatements() {
        persistNotes();
        assertThat(text(acme, Note.class, 1)).isEqualTo("note of acme");
        assertThat(text(globex, Note.class, 1)).isEqualTo("note of globex");
        assertThat(texts(acme, "note")).hasSize(1);
        run(
                acme,
                entities -> entities.createQuery("update Note set text = 'note in bulk'")
                        .executeUpdate());

        assertThat(text(acme, Note.class, 1)).isEqualTo("note in bulk");
        assertThat(texts(acme, "note")).containsExactly("note in bulk");
        assertThat(text(globex, Note.class, 1)).isEqualTo("note of globex");
        run(
                acme,
                entities -> entities.createNativeQuery("update note set text = 'note in SQL'")
                        .executeUpdate());
        assertThat(text(acme, Note.class, 1)).isEqualTo("note in SQL");
        assertThat(texts(acme, "note")).containsExactly("note in SQL");
    }

    @Test
    void evictsAnEntityOfTheBoundTenantAlone() {
        persistNotes();
        text(acme, Note.class, 1);
        text(globex, Note.class, 1);
        Cache cache = application.bean(EntityManagerFactory.class).getCache();
        TenantTemplate tenants = application.bean(TenantTemplate.class);
        assertThat(tenants.execute(acme, () -> cache.contains(Note.class, 1L))).isTrue();
        tenants.executeWithoutResult(acme, () -> cache.evict(Note.class, 1L));

        assertThat(tenants.execute(acme, () -> cache.contains(Note.class, 1L))).isFalse();
        assertThat(tenants.execute(globex, () -> cache.contains(Note.class, 1L)))
                .isTrue();
        assertThat(cache.contains(Note.class, 1L)).isFalse();
    }

    @Test
    void keepsSharedEntitiesOnceForAll() {
        shared(entities -> entities.persist(new Country(number, "c" + number, "one")));
        assertThat(country(acme).getName()).isEqualTo("one");
        past.update("UPDATE country SET name = 'past Hibernate' WHERE id = ?", number);
        past.update("UPDATE country_labels SET labels = 'past Hibernate' WHERE country_id = ?", number);
        past.update("UPDATE country SET code = 'past' || id WHERE id = ?", number);

        assertThat(country(globex).getName()).as("cached for acme").isEqualTo("one");
        assertThat(country(globex).getLabels()).as("cached for acme").containsExactly("one");
        assertThat(call(SecondLevelCacheIT.this::country).getName())
                .as("cached")
                .isEqualTo("one");

        run(globex, entities -> entities.find(Country.class, (long) number).setName("two"));
        assertThat(country(acme).getName()).isEqualTo("two");
        Cache cache = application.bean(EntityManagerFactory.class).getCache();
        application.bean(TenantTemplate.class).executeWithoutResult(globex, () -> cache.evict(Country.class, number));
        past.update("UPDATE country SET name = 'three' WHERE id = ?", number);
        assertThat(country(acme).getName()).isEqualTo("three");
    }

    private Country country(String schema) {
        return in(schema, this::country);
    }

    private Country country(EntityManager entities) {
        Country country = entities.find(Country.class, "c" + number, KeyType.NATURAL);
        assertThat(country.getLabels()).isNotEmpty();
        return country;
    }

    @Test
    void keepsEntitiesInBothPlacesApart() {
        run(acme, entities -> entities.persist(new Setting(number, "of acme")));
        shared(entities -> entities.persist(new Setting(number, "of everybody")));
        for (int i = 0; i < 2; i++) {
            assertThat(text(acme, Setting.class, number)).isEqualTo("of acme");
            assertThat(call(entities -> entities.find(Setting.class, (long) number))
                            .getText())
                    .isEqualTo("of everybody");
            assertThat(text(globex, Setting.class, number)).isNull();
        }
    }

    @Test
    void findsNothingOldAfterATenantWasRenamedAndRenamedBack() {
        String between = "between" + number;
        persistNotes();
        assertThat(text(acme, Note.class, 1)).isEqualTo("note of acme");
        assertThat(texts(acme, "note")).hasSize(1);
        assertThat(tags(acme)).hasSize(1);
        rename(acme, between);
        past.update("UPDATE %s.note SET text = 'note past Hibernate'".formatted(between));
        assertThat(text(between, Note.class, 1)).as("still cached").isEqualTo("note of acme");

        run(between, entities -> {
            entities.find(Note.class, 1L).setText("note of between");
            entities.find(Note.class, 1L).getTags().add("another");
        });
        rename(between, acme);
        assertThat(text(acme, Note.class, 1)).isEqualTo("note of between");
        assertThat(texts(acme, "note")).containsExactly("note of between");
        assertThat(tags(acme)).hasSize(2);
    }

    private static void rename(String from, String to) {
        past.update("UPDATE client SET schema_name = ? WHERE schema_name = ?", to, from);
        past.execute("ALTER SCHEMA %s RENAME TO %s".formatted(from, to));
        application.bean(CachingTenantRegistry.class).forgetAll();
    }

    @Test
    void showsNothingOfADroppedTenantToALaterOneOfTheSameName() {
        persistNotes();
        readEverythingOf(acme);
        shared(entities -> entities.remove(entities.createQuery("from Client where schemaName = :name", Client.class)
                .setParameter("name", acme)
                .getSingleResult()));
        create(acme);
        assertNothingOfTheFormer();
    }

    @Test
    void showsNothingOfARenamedTenantToALaterOneOfItsFormerName() {
        String renamed = "renamed" + number;
        persistNotes();
        readEverythingOf(acme);
        rename(acme, renamed);
        shared(entities -> entities.persist(new Client(acme, "new." + acme + ".example.com")));
        assertNothingOfTheFormer();

        past.update("UPDATE %s.note SET text = 'note past Hibernate'".formatted(renamed));
        assertThat(text(renamed, Note.class, 1)).as("still cached").isEqualTo("note of acme");
        assertThat(Objects.requireNonNull(byCode(renamed, "first")).getText()).isEqualTo("note of acme");
        readEverythingOf(renamed);
    }

    private static void readEverythingOf(String schema) {
        assertThat(text(schema, Note.class, 1)).isNotNull();
        assertThat(byCode(schema, "first")).isNotNull();
        assertThat(texts(schema, "note")).hasSize(1);
        assertThat(entities(schema)).hasSize(1);
        assertThat(tags(schema)).hasSize(1);
    }

    private void assertNothingOfTheFormer() {
        assertThat(text(acme, Note.class, 1)).isNull();
        assertThat(byCode(acme, "first")).isNull();
        assertThat(texts(acme, "note")).isEmpty();
        assertThat(entities(acme)).isEmpty();
        past.update("INSERT INTO %s.note VALUES (1, 'first', 'note of the new one')".formatted(acme));
        assertThat(text(acme, Note.class, 1)).isEqualTo("note of the new one");
        assertThat(tags(acme)).isEmpty();
    }

    @Test
    void forgetsATenantThatIsChangedPastHibernate() {
        TenantProvisioner provisioner = application.bean(TenantProvisioner.class);
        long id = idOf(acme);
        assertThat(statusOf(id)).isEqualTo(TenantStatus.ACTIVE);
        past.update("UPDATE client SET status = 'MAINTENANCE' WHERE id = ?", id);
        past.update("UPDATE tenant_domain SET domain = 'past.' || domain WHERE tenant_id = ?", id);
        assertThat(statusOf(id)).as("cached").isEqualTo(TenantStatus.ACTIVE);
        assertThat(domainsOf(id)).as("cached").containsExactly(acme + ".example.com");

        provisioner.suspend(acme);
        assertThat(statusOf(id)).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(domainsOf(id)).containsExactly("past." + acme + ".example.com");
        provisioner.addDomain(acme, "new." + acme + ".example.com");
        assertThat(domainsOf(id)).hasSize(2);
        provisioner.drop(acme);
        assertThat(client(id)).isNull();
    }

    @Test
    void leadsNobodyToTheTenantThatHasTheNameOfOneThatWasRenamed() {
        String renamed = "renamed" + number;
        TenantProvisioner provisioner = application.bean(TenantProvisioner.class);
        long id = idOf(acme);
        assertThat(nameOf(id)).isEqualTo(acme);
        assertThat(idsOfThoseNamed(acme)).containsExactly(id);
        provisioner.rename(acme, renamed);
        assertThat(idsOfThoseNamed(acme)).isEmpty();
        provisioner.create(NewTenant.of(acme, "new." + acme + ".example.com").with("code", "new." + acme));

        assertThat(nameOf(id)).isEqualTo(renamed);
        assertThat(idsOfThoseNamed(renamed)).containsExactly(id);
        assertThat(idsOfThoseNamed(acme)).hasSize(1).doesNotContain(id);
    }

    @Test
    void findsTheTenantThatHasTheNaturalIdOfOneThatWasDropped() {
        TenantProvisioner provisioner = application.bean(TenantProvisioner.class);
        String code = acme + ".example.com";
        long id = idOf(acme);
        assertThat(clientByCode(code).getId()).isEqualTo(id);
        provisioner.drop(acme);
        provisioner.create(NewTenant.of(acme, code).with("code", code));
        assertThat(clientByCode(code).getId()).isNotNull().isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed %d %s", "everything"})
    void forgetsATenantOfWhoseChangeItHears(String told) {
        long id = idOf(acme);
        assertThat(statusOf(id)).isEqualTo(TenantStatus.ACTIVE);
        assertThat(idsOfThoseNamed(acme)).containsExactly(id);
        past.update("UPDATE client SET status = 'SUSPENDED', schema_name = schema_name || '_' WHERE id = ?", id);
        past.update("UPDATE tenant_domain SET domain = 'past.' || domain WHERE tenant_id = ?", id);
        assertThat(statusOf(id)).as("cached").isEqualTo(TenantStatus.ACTIVE);

        past.queryForList("SELECT pg_notify('tenant_schemas_public', ?)", told.formatted(id, acme));
        await().untilAsserted(() -> assertThat(statusOf(id)).isEqualTo(TenantStatus.SUSPENDED));
        await().untilAsserted(() -> assertThat(domainsOf(id)).containsExactly("past." + acme + ".example.com"));
        await().untilAsserted(() -> assertThat(idsOfThoseNamed(acme)).isEmpty());
    }

    @Test
    void keepsNothingOfATenantThatASessionReadsAsItWasBefore() {
        long id = idOf(acme);
        TransactionTemplate snapshot = new TransactionTemplate(application.bean(PlatformTransactionManager.class));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.executeWithoutResult(status -> {
            shared(entities ->
                    entities.createQuery("select count(*) from Client").getSingleResult());
            TenantProvisioner provisioner = application.bean(TenantProvisioner.class);
            CompletableFuture.runAsync(() -> {
                        provisioner.suspend(acme);
                        provisioner.addDomain(acme, "new." + acme + ".example.com");
                    })
                    .join();
            assertThat(statusOf(id)).as("in its snapshot").isEqualTo(TenantStatus.ACTIVE);
            assertThat(domainsOf(id)).as("in its snapshot").hasSize(1);
        });
        assertThat(statusOf(id)).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(domainsOf(id)).hasSize(2);
    }

    private static long idOf(String schema) {
        return Objects.requireNonNull(
                past.queryForObject("SELECT id FROM client WHERE schema_name = ?", Long.class, schema));
    }

    private static @Nullable Client client(long id) {
        return call(entities -> entities.find(Client.class, id));
    }

    private static TenantStatus statusOf(long id) {
        return Objects.requireNonNull(client(id)).getStatus();
    }

    private static String nameOf(long id) {
        return Objects.requireNonNull(client(id)).getSchemaName();
    }

    private static Set<String> domainsOf(long id) {
        return Objects.requireNonNull(client(id)).getDomains();
    }

    private static Client clientByCode(String code) {
        return Objects.requireNonNull(call(entities -> entities.find(Client.class, code, KeyType.NATURAL)));
    }

    private static List<Long> idsOfThoseNamed(String schema) {
        return call(entities -> entities.createQuery("select id from Client where schemaName = :name", Long.class)
                .setParameter("name", schema)
                .setHint("org.hibernate.cacheable", true)
                .getResultList());
    }
}
