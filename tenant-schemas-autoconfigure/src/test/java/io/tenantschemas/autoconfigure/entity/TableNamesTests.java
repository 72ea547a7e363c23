package io.tenantschemas.autoconfigure.entity;

import java.util.Set;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.boot.model.naming.ImplicitNamingStrategyJpaCompliantImpl;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares with what Hibernate itself makes of the same entities. */
class TableNamesTests {

    @Entity
    static class NestedClient {
        @Id
        long id;
    }

    @Entity(name = "BigClient")
    static class NamedEntity {
        @Id
        long id;
    }

    @Entity
    @Table(name = "BigClients")
    static class NamedTable {
        @Id
        long id;
    }

    @Entity
    @Table(name = "\"Big Clients\"")
    static class QuotedTable {
        @Id
        long id;
    }

    @Entity
    @Table(name = "`BigClients`")
    static class BacktickedTable {
        @Id
        long id;
    }

    @Entity
    @Table(schema = "public")
    static class TableWithoutName {
        @Id
        long id;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TopLevelClient.class,
                NestedClient.class,
                NamedEntity.class,
                NamedTable.class,
                QuotedTable.class,
                BacktickedTable.class,
                TableWithoutName.class
            })
    void namesATableAsHibernateDoes(Class<?> entity) {
        assertSameAsHibernate(entity, new PhysicalNamingStrategySnakeCaseImpl());
        assertSameAsHibernate(entity, new PhysicalNamingStrategyStandardImpl());
    }

    private static void assertSameAsHibernate(Class<?> entity, PhysicalNamingStrategy naming) {
        MappedTables mapped = new UnconnectedMapping(
                        Set.of(entity), naming, new ImplicitNamingStrategyJpaCompliantImpl(), MappingSettings.none())
                .tables();
        assertThat(mapped.all()).extracting(CatalogueName::name).containsExactly(new TableNames(naming).of(entity));
    }
}
