package io.tenantschemas.routing.hibernate;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA
class SharedMappingContributorTests {

    @MappedSuperclass
    public abstract static class Base {

        @Id
        private long id;
    }

    @Embeddable
    public static class Address {

        @ElementCollection
        private Set<String> lines;
    }

    @Entity(name = "Plan")
    @Shared
    @SecondaryTable(name = "plan_text")
    public static class Plan extends Base {

        @Column(table = "plan_text")
        private String text;

        private Address address;

        @ElementCollection
        @CollectionTable(name = "plan_label")
        private Set<String> labels;

        @ElementCollection
        @OrderColumn
        private List<String> steps;

        @ElementCollection
        private Map<String, String> settings;

        @ManyToMany
        private Set<Plan> similar;

        @ManyToMany(mappedBy = "similar")
        private Set<Plan> similarTo;

        @OneToMany
        @JoinTable(name = "plan_child")
        private Set<Plan> children;

        @OneToMany
        @JoinColumn(name = "parent_id")
        private Set<Plan> columns;

        @ManyToOne
        @JoinTable(name = "plan_parent")
        private Plan parent;

        @OneToMany(mappedBy = "parent")
        private Set<Plan> ofParent;
    }

    @Entity(name = "Note")
    @TenantScoped
    @SecondaryTable(name = "note_text")
    public static class Note extends Base {

        @Column(table = "note_text")
        private String text;

        @ElementCollection
        private Set<String> labels;

        @ManyToMany
        private Set<Plan> plans;

        @ManyToOne
        private Plan plan;
    }

    private static Set<String> tables(Class<?>... entities) {
        return tables("public", entities);
    }

    private static Set<String> tables(String publicSchema, Class<?>... entities) {
        try (Mapped mapped = Mapped.of(publicSchema, Map.of(), entities)) {
            return mapped.tables();
        }
    }

    @Test
    void qualifiesAllTablesOfASharedEntity() {
        assertThat(tables(Plan.class))
                .containsExactlyInAnyOrder(
                        "public.plan",
                        "public.plan_text",
                        "public.plan_label",
                        "public.plan_lines",
                        "public.plan_steps",
                        "public.plan_settings",
                        "public.plan_plan",
                        "public.plan_child",
                        "public.plan_parent");
    }

    @Test
    void leavesTablesOfATenantScopedEntityToTheSearchPath() {
        assertThat(tables(Note.class, Plan.class))
                .filteredOn(table -> table.contains("note"))
                .containsExactlyInAnyOrder("note", "note_text", "note_labels", "note_plan");
    }

    @ParameterizedTest
    @CsvSource({"shared_stuff, shared_stuff", "_x1, _x1", "order, \"order\"", "user, \"user\""})
    void qualifiesWithThePublicSchemaWhateverItsName(String name, String inSql) {
        assertThat(tables(name, Client.class)).containsExactlyInAnyOrder(inSql + ".client", inSql + ".tenant_domain");
    }

    @Entity(name = "Client")
    @Shared
    public static class Client extends AbstractTenant {}

    @Entity(name = "Single")
    @Shared
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    public abstract static class Single extends Base {}

    @Entity(name = "SingleChild")
    public static class SingleChild extends Single {

        @ElementCollection
        private Set<String> labels;
    }

    @Entity(name = "Joined")
    @Shared
    @Inheritance(strategy = InheritanceType.JOINED)
    public static class Joined extends Base {}

    @Entity(name = "JoinedChild")
    public static class JoinedChild extends Joined {

        private String text;
    }

    @Entity(name = "Each")
    @Shared
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    public static class Each extends Base {}

    @Entity(name = "EachChild")
    public static class EachChild extends Each {

        private String text;
    }

    @Test
    void qualifiesTheTablesOfAHierarchyHoweverItIsMapped() {
        assertThat(tables(Single.class, SingleChild.class))
                .containsExactlyInAnyOrder("public.single", "public.single_child_labels");
        assertThat(tables(Joined.class, JoinedChild.class))
                .containsExactlyInAnyOrder("public.joined", "public.joined_child");
        assertThat(tables(Each.class, EachChild.class)).containsExactlyInAnyOrder("public.each", "public.each_child");
    }

    @Entity(name = "Audit")
    @Shared
    @TenantScoped
    public static class Audit extends Base {

        @ElementCollection
        private Set<String> labels;
    }

    @Test
    void leavesAnEntityThatExistsInBothPlacesToTheSearchPath() {
        assertThat(tables(Audit.class)).containsExactlyInAnyOrder("audit", "audit_labels");
    }

    @Entity(name = "Deal")
    @Shared
    @Table(schema = "crm", name = "\"Deal\"")
    public static class Deal extends Base {}

    @Test
    void leavesTheSchemaThatASharedEntityNamesItself() {
        assertThat(tables(Deal.class)).containsExactly("crm.\"Deal\"");
    }
}
