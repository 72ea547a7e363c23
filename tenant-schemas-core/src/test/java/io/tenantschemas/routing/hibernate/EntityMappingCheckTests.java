package io.tenantschemas.routing.hibernate;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyJoinColumn;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;

import org.hibernate.annotations.Any;
import org.hibernate.annotations.AnyDiscriminatorValue;
import org.hibernate.annotations.AnyKeyJavaClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScopeException;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.tenant.TypeName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA
class EntityMappingCheckTests {

    @MappedSuperclass
    public abstract static class Base {

        @Id
        private long id;
    }

    @Entity(name = "Note")
    @TenantScoped
    public static class Note extends Base {

        @ManyToOne
        private Country country;
    }

    @Entity
    @Shared
    public static class Country extends Base {}

    @Entity
    @Shared
    @TenantScoped
    public static class Audit extends Base {

        @ManyToOne
        private Country country;
    }

    private static List<EntityProblem> problems(Class<?>... entities) {
        return problems(Map.of(), entities);
    }

    private static List<EntityProblem> problems(Map<String, Object> settings, Class<?>... entities) {
        EntityScopeException refusal = catchThrowableOfType(EntityScopeException.class, () -> map(settings, entities));
        assertThat(refusal).as("a refusal of %s", List.of(entities)).isNotNull();
        return refusal.problems();
    }

    private static void map(Map<String, Object> settings, Class<?>... entities) {
        try (Mapped mapped = Mapped.of("public", settings, entities)) {
            assertThat(mapped.tables()).isNotEmpty();
        }
    }

    @Test
    void acceptsTenantScopedEntitiesThatReferToSharedOnes() {
        assertThatNoException().isThrownBy(() -> map(Map.of(), Note.class, Country.class, Audit.class));
    }

    private static final Set<TypeName> TYPES = Set.of(TypeName.of("basic"), TypeName.of("premium"));

    private static List<EntityProblem> problemsOfTypes(Set<TypeName> types, Class<?>... entities) {
        EntityScopeException refusal = catchThrowableOfType(
                EntityScopeException.class, () -> Mapped.of(types, entities).close());
        assertThat(refusal).as("a refusal of %s", List.of(entities)).isNotNull();
        return refusal.problems();
    }

    @Entity
    @TenantScoped(types = "premium")
    public static class Report extends Base {

        @ManyToOne
        private Note note;
    }

    @Entity
    @TenantScoped(types = {"premium", "basic"})
    public static class Advert extends Base {}

    @Entity
    @TenantScoped(types = "PREMIUM")
    public static class Chart extends Base {

        @ManyToOne
        private Report report;

        @ManyToOne
        private Advert advert;
    }

    @Test
    void acceptsReferencesToWhatAllTenantsHaveWhoHaveTheEntity() {
        assertThatNoException()
                .isThrownBy(() -> Mapped.of(TYPES, Report.class, Chart.class, Advert.class, Note.class, Country.class)
                        .close());
    }

    @Test
    void refusesATypeThatThereIsNotAndNamesThoseThatThereAre() {
        Set<TypeName> others = Set.of(TypeName.of("basic"), TypeName.of("gold"));
        assertThat(problemsOfTypes(others, Report.class, Note.class, Country.class))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.entity()).isEqualTo(Report.class.getName());
                    assertThat(problem.problem()).contains("type 'premium'", "does not have");
                    assertThat(problem.fix()).isEqualTo("There are: basic, gold.");
                });
    }

    @Test
    void refusesTypesWhereTenantsHaveNone() {
        assertThat(problemsOfTypes(Set.of(), Report.class, Note.class, Country.class))
                .singleElement()
                .extracting(EntityProblem::fix)
                .asString()
                .contains("@TenantType", "tenant-schemas.tenant-type-column");
    }

    @Entity
    @TenantScoped
    public static class OfAll extends Base {

        @OneToMany
        private List<Report> reports;
    }

    @Entity
    @TenantScoped(types = {"basic", "premium"})
    public static class OfBoth extends Base {

        @ManyToOne
        private Report report;
    }

    @ParameterizedTest
    @ValueSource(classes = {OfAll.class, OfBoth.class})
    void refusesAReferenceToWhatNotAllTenantsHaveWhoHaveTheEntity(Class<?> entity) {
        assertThat(problemsOfTypes(TYPES, entity, Report.class, Note.class, Country.class))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.entity()).isEqualTo(entity.getName());
                    assertThat(problem.problem())
                            .contains("refers to " + Report.class.getName(), "belongs to tenants of type premium only");
                });
    }

    @Entity
    @Inheritance
    @TenantScoped
    public static class Root extends Base {}

    @Entity
    @TenantScoped(types = "premium")
    public static class Leaf extends Root {}

    @Entity
    @Inheritance
    @TenantScoped(types = "Premium")
    public static class Trunk extends Base {}

    @Entity
    @TenantScoped(types = "PREMIUM")
    public static class Branch extends Trunk {}

    @Test
    void comparesTypesInAHierarchyInWhateverCase() {
        assertThatNoException()
                .isThrownBy(() -> Mapped.of(TYPES, Trunk.class, Branch.class).close());
    }

    @Entity
    @Shared
    @TenantScoped(types = "premium")
    public static class InBothPlaces extends Base {}

    @Test
    void refusesTypesForWhatIsSharedAsWell() {
        assertThat(problemsOfTypes(TYPES, InBothPlaces.class)).singleElement().satisfies(problem -> {
            assertThat(problem.entity()).isEqualTo(InBothPlaces.class.getName());
            assertThat(problem.problem()).contains("is shared and also meant for tenants of some types");
            assertThat(problem.fix()).contains("@TenantScoped without types");
        });
    }

    @Test
    void refusesAHierarchyOfSeveralTypes() {
        assertThat(problemsOfTypes(TYPES, Root.class, Leaf.class))
                .singleElement()
                .extracting(EntityProblem::problem)
                .asString()
                .contains("is marked otherwise than " + Root.class.getName());
    }

    @Entity
    public static class Unmarked extends Base {}

    @Test
    void refusesAnUnmarkedEntityAndShowsBothAnnotationsAndProperties() {
        assertThat(problems(Unmarked.class, Note.class, Country.class))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.entity()).isEqualTo(Unmarked.class.getName());
                    assertThat(problem.fix())
                            .contains("@TenantScoped", "@Shared", "schema 'public'")
                            .contains(
                                    "tenant-schemas.entities.shared-packages",
                                    "tenant-schemas.entities.tenant-packages");
                });
    }

    @Entity
    @Shared
    public static class ManyToOneReference extends Base {

        @ManyToOne
        private Note other;
    }

    @Entity
    @Shared
    public static class OneToOneReference extends Base {

        @OneToOne
        private Note other;
    }

    @Entity
    @Shared
    public static class OneToManyReference extends Base {

        @OneToMany
        private Set<Note> other;
    }

    @Entity
    @Shared
    public static class OneToManyByColumn extends Base {

        @OneToMany
        @JoinColumn(name = "owner_id")
        private Set<Note> other;
    }

    @Entity
    @Shared
    public static class ManyToManyReference extends Base {

        @ManyToMany
        private Set<Note> other;
    }

    @Entity
    @Shared
    public static class MapKeyReference extends Base {

        @ElementCollection
        @MapKeyJoinColumn
        private Map<Note, String> other;
    }

    @Embeddable
    public static class Holder {

        @ManyToOne
        private Note other;
    }

    @Entity
    @Shared
    public static class EmbeddedReference extends Base {

        @Embedded
        private Holder holder;
    }

    @Embeddable
    public static class OuterHolder {

        @Embedded
        private Holder holder;
    }

    @Entity
    @Shared
    public static class ElementReference extends Base {

        @ElementCollection
        private Set<OuterHolder> holders;
    }

    @Embeddable
    public record NoteKey(@ManyToOne Note other) implements Serializable {}

    @Entity
    @Shared
    public static class EmbeddedIdReference {

        @EmbeddedId
        private NoteKey id;
    }

    @Entity
    @Shared
    @IdClass(IdClassReference.Key.class)
    public static class IdClassReference {

        @Id
        @ManyToOne
        private Note other;

        @Id
        private long number;

        public record Key(long other, long number) implements Serializable {}
    }

    @MappedSuperclass
    public abstract static class ReferringBase extends Base {

        @ManyToOne
        private Note other;
    }

    @Entity
    @Shared
    public static class InheritedReference extends ReferringBase {}

    @Entity
    @Shared
    @SecondaryTable(name = "more")
    public static class SecondaryTableReference extends Base {

        @ManyToOne
        @JoinColumn(table = "more")
        private Note other;
    }

    @Entity
    @Shared
    public static class JoinTableReference extends Base {

        @ManyToOne
        @JoinTable(name = "joined")
        private Note other;
    }

    @Entity
    @Shared
    public static class AnyReference extends Base {

        @Any
        @AnyKeyJavaClass(Long.class)
        @AnyDiscriminatorValue(discriminator = "note", entity = Note.class)
        @AnyDiscriminatorValue(discriminator = "country", entity = Country.class)
        @Column(name = "other_type")
        @JoinColumn(name = "other_id")
        private Object other;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ManyToOneReference.class,
                OneToOneReference.class,
                OneToManyReference.class,
                OneToManyByColumn.class,
                ManyToManyReference.class,
                MapKeyReference.class,
                EmbeddedReference.class,
                ElementReference.class,
                EmbeddedIdReference.class,
                IdClassReference.class,
                InheritedReference.class,
                SecondaryTableReference.class,
                JoinTableReference.class,
                AnyReference.class
            })
    void refusesASharedEntityThatRefersToATenantScopedOne(Class<?> entity) {
        assertThat(problems(entity, Note.class, Country.class)).singleElement().satisfies(problem -> {
            assertThat(problem.entity()).isEqualTo(entity.getName());
            assertThat(problem.problem())
                    .matches(
                            "is shared, but its attribute '[a-z.]*other' refers to \\S+Note, which each tenant has"
                                    + " for itself\\.|is shared, but its attribute '(holders?[a-z.]*|_identifierMapper.other)' refers to \\S+Note.*");
            assertThat(problem.fix()).contains("@TenantScoped", "@Shared", "identifier instead");
        });
    }

    @Entity
    @Shared
    public static class ReferenceToBoth extends Base {

        @ManyToOne
        private Audit audit;
    }

    @Test
    void refusesASharedEntityThatRefersToOneInBothPlaces() {
        assertThat(problems(ReferenceToBoth.class, Audit.class, Country.class))
                .singleElement()
                .satisfies(problem -> assertThat(problem.problem()).contains("the search path would decide"));
    }

    @Entity
    @TenantScoped
    @Table(schema = "crm")
    public static class TableInSchema extends Base {}

    @Entity
    @TenantScoped
    @Table(catalog = "crm")
    public static class TableInCatalog extends Base {}

    @Entity
    @TenantScoped
    @SecondaryTable(name = "more", schema = "crm")
    public static class SecondaryTableInSchema extends Base {

        @Column(table = "more")
        private String text;
    }

    @Entity
    @TenantScoped
    public static class JoinTableInSchema extends Base {

        @ManyToMany
        @JoinTable(schema = "crm")
        private Set<Country> countries;
    }

    @Embeddable
    public static class Tags {

        @ElementCollection
        @jakarta.persistence.CollectionTable(name = "tags", schema = "crm")
        private Set<String> tags;
    }

    @Entity
    @TenantScoped
    public static class EmbeddedCollectionInSchema extends Base {

        @Embedded
        private Tags tags;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TableInSchema.class,
                TableInCatalog.class,
                SecondaryTableInSchema.class,
                JoinTableInSchema.class,
                EmbeddedCollectionInSchema.class
            })
    void refusesATenantScopedEntityWithATableInOneSchema(Class<?> entity) {
        assertThat(problems(entity, Country.class)).singleElement().satisfies(problem -> {
            assertThat(problem.entity()).isEqualTo(entity.getName());
            assertThat(problem.problem()).contains("'crm', the same for all tenants");
            assertThat(problem.fix()).contains("Remove schema and catalog", "@Shared");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate.default_schema", "hibernate.default_catalog"})
    void refusesADefaultByWhichAllTenantsWouldHaveTheSameTables(String setting) {
        assertThat(problems(Map.of(setting, "crm"), Note.class, Country.class))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.entity()).isEqualTo(setting);
                    assertThat(problem.problem()).contains("'crm'");
                    assertThat(problem.fix()).contains("spring.jpa.properties." + setting);
                });
    }

    @Entity
    @Shared
    @Table(name = "person")
    public static class Owner extends Base {}

    @Entity
    @TenantScoped
    @Table(name = "person")
    public static class Customer extends Base {}

    @Entity
    @Shared
    @SecondaryTable(name = "note")
    public static class OwnerWithNotes extends Base {

        @Column(table = "note")
        private String text;
    }

    @Test
    void refusesATableThatASharedAndATenantScopedEntityHaveInCommon() {
        assertThat(problems(Owner.class, Customer.class)).singleElement().satisfies(problem -> {
            assertThat(problem.entity()).isEqualTo(Customer.class.getName());
            assertThat(problem.problem()).contains("'person'", Owner.class.getName());
        });
        assertThat(problems(OwnerWithNotes.class, Note.class, Country.class)).hasSize(1);
    }

    @Entity
    @Shared
    @Inheritance
    public static class Parent extends Base {}

    @Entity
    @TenantScoped
    public static class Child extends Parent {}

    @Test
    void refusesAHierarchyThatIsMarkedDifferently() {
        assertThat(problems(Parent.class, Child.class)).anySatisfy(problem -> {
            assertThat(problem.entity()).isEqualTo(Child.class.getName());
            assertThat(problem.problem()).contains("otherwise than " + Parent.class.getName());
        });
    }

    @Entity
    @TenantScoped
    public static class TenantScopedModel extends AbstractTenant {}

    @Entity
    public static class UnmarkedModel extends AbstractTenant {}

    @Entity
    @Shared
    @TenantScoped
    public static class ModelInBothPlaces extends AbstractTenant {}

    @ParameterizedTest
    @ValueSource(classes = {TenantScopedModel.class, UnmarkedModel.class, ModelInBothPlaces.class})
    void refusesATenantModelThatIsNotShared(Class<?> model) {
        assertThat(problems(model))
                .singleElement()
                .satisfies(problem -> assertThat(problem.fix()).contains("Put @Shared on"));
    }

    @Entity
    @Shared
    public static class NamedSequence {

        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "numbers")
        @SequenceGenerator(name = "numbers", sequenceName = "numbers")
        private long id;
    }

    @Entity
    @Shared
    @TableGenerator(name = "numbers", table = "numbers")
    public static class NamedTable {

        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "numbers")
        private long id;
    }

    @Entity
    @Shared
    public static class SequenceOfAnother {

        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "numbers")
        private long id;
    }

    @Entity
    @TenantScoped
    @SequenceGenerator(name = "numbers", sequenceName = "tenant_numbers")
    public static class Declaring extends Base {}

    @ParameterizedTest
    @CsvSource({
        "NamedSequence, @SequenceGenerator, numbers",
        "NamedTable, @TableGenerator, numbers",
        "SequenceOfAnother, @SequenceGenerator, tenant_numbers"
    })
    void refusesAGeneratorOfASharedEntityWithoutASchemaAndShowsTheFix(String entity, String annotation, String name)
            throws ClassNotFoundException {
        Class<?> type = Class.forName(getClass().getName() + "$" + entity);
        // Without this setting a generator of another class is not found, and a name of its own is derived.
        Map<String, Object> settings = entity.equals("SequenceOfAnother")
                ? Map.of("hibernate.jpa.compliance.global_id_generators", "true")
                : Map.of();
        assertThat(problems(settings, type, Declaring.class)).singleElement().satisfies(problem -> {
            assertThat(problem.entity()).isEqualTo(type.getName());
            assertThat(problem.problem()).contains(annotation, "\"" + name + "\"");
            assertThat(problem.fix()).isEqualTo("Add schema = \"public\" to the " + annotation + ".");
        });
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThat(problems(Unmarked.class, ManyToOneReference.class, TableInSchema.class, Note.class, Country.class))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "hibernate.hbm2ddl.auto, create",
        "hibernate.hbm2ddl.auto, create-drop",
        "hibernate.hbm2ddl.auto, update",
        "hibernate.hbm2ddl.auto, create-only",
        "jakarta.persistence.schema-generation.database.action, drop-and-create"
    })
    void refusesToLetHibernateMakeTables(String setting, String action) {
        assertThatExceptionOfType(TableCreationException.class)
                .isThrownBy(() -> map(Map.of(setting, action), Note.class, Country.class))
                .withMessageContaining("%s is '%s'", setting, action)
                .withMessageContaining("spring.jpa.hibernate.ddl-auto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "validate", ""})
    void letsHibernateValidateTables(String action) {
        assertThatNoException()
                .isThrownBy(() -> map(Map.of("hibernate.hbm2ddl.auto", action), Note.class, Country.class));
    }
}
