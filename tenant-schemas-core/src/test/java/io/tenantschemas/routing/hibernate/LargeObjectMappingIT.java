package io.tenantschemas.routing.hibernate;

import java.sql.Blob;
import java.sql.Clob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tenantschemas.entity.EntityScopeException;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.routing.TenantRelations;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Mappings that Hibernate stores as large objects, which are known when a session factory is built. */
@SuppressWarnings({"unused", "NullAway.Init", "UnusedVariable"})
class LargeObjectMappingIT {

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = PostgresServer.forTests().createDatabase();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Entity
    @TenantScoped
    public static class Letter {

        @Id
        private long id;

        @Lob
        private String text;

        @Lob
        private byte[] scan;

        private Blob attachment;

        private Clob translation;

        // Hibernate would write the number of a large object into it.
        @Lob
        @Column(columnDefinition = "text")
        private String postscript;

        @Embedded
        private Stamp stamp;

        @ElementCollection
        @Lob
        private List<String> pages;

        private String title;
    }

    @Embeddable
    public static class Stamp {

        @Lob
        private byte[] picture;
    }

    @Entity
    @TenantScoped
    public static class Memo {

        @Id
        private long id;

        @Lob
        @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
        private String text;

        @JdbcTypeCode(SqlTypes.LONG32VARBINARY)
        private byte[] scan;

        @Column(length = 1_000_000)
        private String more;

        private byte[] bytes;
    }

    @Entity
    @Shared
    public static class Terms {

        @Id
        private long id;

        @Lob
        private String text;
    }

    @Test
    void refusesThemInTenantsEntitiesNamingEachAttributeAndTheFix() {
        assertThatExceptionOfType(EntityScopeException.class)
                .isThrownBy(() -> build(false, Letter.class))
                .satisfies(refused -> {
                    assertThat(refused.problems())
                            .allSatisfy(problem -> {
                                assertThat(problem.entity()).isEqualTo(Letter.class.getName());
                                assertThat(problem.fix())
                                        .contains("@JdbcTypeCode", "tenant-schemas.routing.large-objects=allow");
                            })
                            .extracting(problem -> problem.problem().replaceAll("(?s).*attribute '(.*?)'.*", "$1"))
                            .containsExactlyInAnyOrder(
                                    "text",
                                    "scan",
                                    "attachment",
                                    "translation",
                                    "postscript",
                                    "stamp.picture",
                                    "pages");
                });
    }

    @Test
    void acceptsTheFix() {
        assertThatNoException().isThrownBy(() -> build(false, Memo.class));
    }

    @Test
    void acceptsThemInSharedEntities() {
        assertThatNoException().isThrownBy(() -> build(false, Terms.class));
    }

    @Test
    void acceptsThemWhereASettingSaysSo() {
        assertThatNoException().isThrownBy(() -> build(true, Letter.class));
    }

    private static void build(boolean largeObjects, Class<?> entity) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "jakarta.persistence.jdbc.url", database.url(),
                "jakarta.persistence.jdbc.user", database.username(),
                "jakarta.persistence.jdbc.password", database.password()));
        new TenantMapping(
                        new EntityScopes(List.of(), List.of(), null),
                        SchemaName.of("public"),
                        largeObjects,
                        new TenantRelations())
                .addTo(settings);
        StandardServiceRegistry services =
                new StandardServiceRegistryBuilder().applySettings(settings).build();
        try {
            new MetadataSources(services)
                    .addAnnotatedClass(entity)
                    .buildMetadata()
                    .buildSessionFactory()
                    .close();
        } finally {
            StandardServiceRegistryBuilder.destroy(services);
        }
    }
}
