package io.tenantschemas.routing.hibernate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.TableGenerator;

import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every kind of statement on connections whose path leads to the tenant's schema alone, where nothing of the shared
 * entities is: a name that is not qualified is not found.
 */
@SuppressWarnings({"NullAway", "UnusedVariable"}) // JPA
class SharedEntitiesIT {

    private static final String PUBLIC = "everybody";

    @MappedSuperclass
    public abstract static class Base {

        @Id
        @GeneratedValue
        Long id;

        String text = "some";
    }

    @Entity(name = "Plan")
    @Shared
    @SecondaryTable(name = "plan_detail")
    public static class Plan extends Base {

        @Column(table = "plan_detail")
        String detail = "detail";

        @ElementCollection
        Set<String> labels = new HashSet<>(Set.of("one", "two"));

        @ElementCollection
        Map<String, String> settings = new HashMap<>(Map.of("key", "value"));

        @ManyToMany
        Set<Plan> similar = new HashSet<>();

        @OneToMany
        @JoinTable(name = "plan_child")
        List<Plan> children = new ArrayList<>();

        @ManyToOne
        @JoinTable(name = "plan_parent")
        Plan parent;
    }

    @Entity(name = "Single")
    @Shared
    @Inheritance
    public static class Single extends Base {}

    @Entity(name = "SingleChild")
    public static class SingleChild extends Single {

        @ElementCollection
        Set<String> labels = new HashSet<>(Set.of("one"));
    }

    @Entity(name = "Joined")
    @Shared
    @Inheritance(strategy = InheritanceType.JOINED)
    public static class Joined extends Base {}

    @Entity(name = "JoinedChild")
    public static class JoinedChild extends Joined {

        String more = "more";
    }

    @Entity(name = "Each")
    @Shared
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    public static class Each extends Base {}

    @Entity(name = "EachChild")
    public static class EachChild extends Each {

        String more = "more";
    }

    @Entity(name = "OfSequence")
    @Shared
    public static class OfSequence {

        @Id
        @GeneratedValue(generator = "numbers")
        @SequenceGenerator(name = "numbers", sequenceName = "numbers", schema = PUBLIC)
        Long id;

        String text = "some";
    }

    @Entity(name = "OfUnnamedSequence")
    @Shared
    public static class OfUnnamedSequence {

        @Id
        @GeneratedValue(generator = "unnamed")
        @SequenceGenerator(name = "unnamed")
        Long id;

        String text = "some";
    }

    @Entity(name = "OfTable")
    @Shared
    public static class OfTable {

        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        Long id;

        String text = "some";
    }

    @Entity(name = "OfNamedTable")
    @Shared
    public static class OfNamedTable {

        @Id
        @GeneratedValue(generator = "table_numbers")
        @TableGenerator(name = "table_numbers", table = "table_numbers", schema = PUBLIC)
        Long id;

        String text = "some";
    }

    @Entity(name = "OfIdentity")
    @Shared
    public static class OfIdentity {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String text = "some";
    }

    @Entity(name = "Note")
    @TenantScoped
    public static class Note extends Base {

        @ElementCollection
        Set<String> labels = new HashSet<>(Set.of("one"));

        @ManyToOne
        Plan plan;
    }

    @Entity(name = "PlanText")
    @Shared
    @Subselect("select p.id, p.text from everybody.plan p")
    @Synchronize("plan")
    public static class PlanText {

        @Id
        Long id;

        String text;
    }

    private static final List<Class<?>> ENTITIES = List.of(
            Plan.class,
            Single.class,
            SingleChild.class,
            Joined.class,
            JoinedChild.class,
            Each.class,
            EachChild.class,
            OfSequence.class,
            OfUnnamedSequence.class,
            OfTable.class,
            OfNamedTable.class,
            OfIdentity.class,
            PlanText.class,
            Note.class);

    private static final List<String> STATEMENTS = new CopyOnWriteArrayList<>();

    private static TestDatabase database;

    private static StandardServiceRegistry services;

    private static SessionFactory sessions;

    @BeforeAll
    static void createTables() {
        database = PostgresServer.forTests().createDatabase();
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        jdbc.execute("CREATE SCHEMA everybody; CREATE SCHEMA acme");
        jdbc.execute("""
                CREATE TABLE acme.note (id bigint PRIMARY KEY, text text, plan_id bigint);
                CREATE TABLE acme.note_labels (note_id bigint, labels text);
                CREATE SEQUENCE acme.note_seq INCREMENT 50;
                """);
        services = services();
        MetadataSources sources = new MetadataSources(services);
        ENTITIES.forEach(sources::addAnnotatedClass);
        sessions = sources.buildMetadata().buildSessionFactory();
        sessions.getSchemaManager().exportMappedObjects(false);
        STATEMENTS.clear();
    }

    private static StandardServiceRegistry services() {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "jakarta.persistence.jdbc.url",
                database.url(),
                "hibernate.connection.currentSchema",
                "acme",
                "jakarta.persistence.jdbc.user",
                database.username(),
                "jakarta.persistence.jdbc.password",
                database.password(),
                "hibernate.physical_naming_strategy",
                "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl",
                "hibernate.session_factory.statement_inspector",
                (StatementInspector) SharedEntitiesIT::record));
        new TenantMapping(new EntityScopes(List.of(), List.of(), null), SchemaName.of(PUBLIC)).addTo(settings);
        return new StandardServiceRegistryBuilder().applySettings(settings).build();
    }

    private static String record(String sql) {
        STATEMENTS.add(sql);
        return sql;
    }

    @AfterAll
    static void close() {
        sessions.close();
        StandardServiceRegistryBuilder.destroy(services);
        database.close();
    }

    private static List<String> statementsOf(Consumer<Session> work) {
        STATEMENTS.clear();
        sessions.inTransaction(work);
        return List.copyOf(STATEMENTS);
    }

    static Stream<Class<?>> sharedEntities() {
        return ENTITIES.stream().filter(entity -> entity != Note.class && entity != PlanText.class);
    }

    @ParameterizedTest
    @MethodSource("sharedEntities")
    void qualifiesEveryStatementOfASharedEntity(Class<?> type) throws ReflectiveOperationException {
        Object entity = type.getDeclaredConstructor().newInstance();
        String name = type.getSimpleName();
        List<String> statements = new ArrayList<>();
        statements.addAll(statementsOf(session -> session.persist(entity)));
        Object id = sessions.getPersistenceUnitUtil().getIdentifier(entity);
        statements.addAll(statementsOf(session -> {
            assertThat(session.find(type, id)).isNotNull();
            assertThat(session.createSelectionQuery("from " + name, type).getResultList())
                    .isNotEmpty();
            session.createMutationQuery("update " + name + " set text = 'other'")
                    .executeUpdate();
        }));
        statements.addAll(statementsOf(session -> session.remove(session.find(type, id))));
        statements.addAll(statementsOf(
                session -> session.createMutationQuery("delete from " + name).executeUpdate()));
        assertThat(statements)
                .hasSizeGreaterThan(4)
                .allSatisfy(statement -> assertThat(statement).contains("everybody."));
    }

    @Test
    void qualifiesUpdatesOfCollectionsAndJoins() {
        Plan plan = new Plan();
        Plan other = new Plan();
        List<String> statements = statementsOf(session -> {
            session.persist(plan);
            session.persist(other);
        });
        assertThat(statementsOf(session -> {
                    Plan loaded = session.find(Plan.class, plan.id);
                    Plan related = session.find(Plan.class, other.id);
                    loaded.labels.add("three");
                    loaded.labels.remove("one");
                    loaded.settings.put("key", "changed");
                    loaded.similar.add(related);
                    loaded.children.add(related);
                    related.parent = loaded;
                    loaded.text = "changed";
                    loaded.detail = "changed";
                }))
                .hasSizeGreaterThan(8)
                .allSatisfy(statement -> assertThat(statement).contains("everybody."));
        assertThat(statementsOf(session -> {
                    session.find(Plan.class, other.id).parent = null;
                    Plan loaded = session.find(Plan.class, plan.id);
                    loaded.children.clear();
                    loaded.similar.clear();
                    loaded.labels.clear();
                }))
                .hasSizeGreaterThan(5)
                .allSatisfy(statement -> assertThat(statement).contains("everybody."));
        assertThat(statementsOf(session ->
                        session.createMutationQuery("delete from Plan").executeUpdate()))
                .isNotEmpty();
        assertThat(statements).isNotEmpty();
    }

    @Test
    void qualifiesSharedTablesOnlyInAStatementThatJoinsBoth() {
        List<String> statements = statementsOf(session -> {
            Plan plan = new Plan();
            session.persist(plan);
            Note note = new Note();
            note.plan = plan;
            session.persist(note);
            session.flush();
            session.createMutationQuery("update Note n set n.text = 'x' where n.plan.text = 'some'")
                    .executeUpdate();
            assertThat(session.createSelectionQuery("from Note n where n.plan.text = 'some'", Note.class)
                            .getResultList())
                    .hasSize(1);
            session.remove(note);
            session.flush();
            session.createMutationQuery("delete from Plan").executeUpdate();
        });
        assertThat(statements)
                .anySatisfy(statement -> assertThat(statement).contains(" note ", "everybody.plan"))
                .anySatisfy(statement -> assertThat(statement).contains("nextval('note_seq')"))
                .allSatisfy(statement -> assertThat(statement).doesNotContain(".note"));
    }

    @Test
    void writesWhatAQueryOfASharedEntityReadsBeforeItReads() {
        sessions.inTransaction(session -> {
            Plan plan = new Plan();
            session.persist(plan);
            assertThat(session.createSelectionQuery("from PlanText t where t.id = :id", PlanText.class)
                            .setParameter("id", plan.id)
                            .getResultList())
                    .hasSize(1);
            session.remove(plan);
        });
    }
}
