package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;

import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.junit.jupiter.api.Test;
import org.springframework.boot.hibernate.SpringImplicitNamingStrategy;

import io.tenantschemas.entity.EntityScope;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.inspect.TenantModel;

import static org.assertj.core.api.Assertions.assertThat;

/** What is a table, and what only stands where one could. */
class MappedTablesTests {

    private final EntityScopes scopes = new EntityScopes(List.of(), List.of(), null);

    private final UnconnectedMapping mapping = new UnconnectedMapping(
            Set.of(Note.class, NoteOfPlan.class, PlanCount.class, Plan.class, Event.class, Login.class),
            new PhysicalNamingStrategySnakeCaseImpl(),
            new SpringImplicitNamingStrategy(),
            MappingSettings.none());

    @Entity(name = "Note")
    @TenantScoped
    @SecondaryTable(name = "note_text")
    static class Note {

        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;
    }

    @Entity(name = "NoteOfPlan")
    @TenantScoped
    @Subselect("select n.id, p.x from note n join public.plan p on p.id = n.id")
    @Synchronize({"note", "plan"})
    static class NoteOfPlan {

        @Id
        long id;

        int x;
    }

    @Entity(name = "PlanCount")
    @Shared
    @Subselect("select 1 as id")
    @Synchronize("plan")
    static class PlanCount {

        @Id
        long id;
    }

    @Entity(name = "Plan")
    @Table(name = "plan", schema = "public")
    @Shared
    static class Plan {

        @Id
        long id;
    }

    @Entity(name = "Event")
    @TenantScoped
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    abstract static class Event {

        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;
    }

    @Entity(name = "Login")
    static class Login extends Event {

        int attempts;
    }

    @Test
    void areNeitherQueriesNorWhatThoseReadNorWhatHasOnlySubclasses() {
        assertThat(mapping.tables().ofEachTenant())
                .containsExactly("event_seq", "login", "note", "note_seq", "note_text");
    }

    @Test
    void ofSharedEntitiesNeedNoSchemaWhereThereIsNoTable() {
        assertThat(mapping.tables().notQualified(scopes)).isEmpty();
    }

    @Test
    void ofEntitiesWithoutAClassAreNotTakenForShared() {
        MappedTables tables = new UnconnectedMapping(
                        Set.of(Note.class),
                        new PhysicalNamingStrategySnakeCaseImpl(),
                        new SpringImplicitNamingStrategy(),
                        new MappingSettings(List.of("mapping/former-offers.hbm.xml"), Map.of()))
                .tables();
        assertThat(tables.notQualified(new EntityScopes(List.of(), List.of(), EntityScope.SHARED)))
                .isEmpty();
        assertThat(tables.ofEachTenant()).contains("offer_was");
    }

    @Test
    void areNoSequences() {
        TenantModel model = mapping.model(scopes);
        assertThat(model.sequences()).containsExactly("event_seq", "note_seq");
        assertThat(model.tables()).extracting(TenantModel.Table::name).containsExactly("login", "note", "note_text");
    }
}
