package io.tenantschemas.cache.hibernate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.NaturalIdCache;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.SQLSelect;
import org.hibernate.annotations.Subselect;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.entity.EntityScopeException;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA
class CachedMappingCheckTests {

    private static final String QUERY = "(select count(*) from note)";

    @MappedSuperclass
    public abstract static class Base {

        @Id
        private long id;
    }

    @Entity
    @Shared
    @Cacheable
    public static class OfFormula extends Base {

        @Formula(QUERY)
        private long notes;
    }

    @Embeddable
    public static class Counts {

        @Formula(QUERY)
        private long notes;
    }

    @Entity
    @Shared
    @Cacheable
    public static class OfEmbeddedFormula extends Base {

        @Embedded
        private Counts counts;
    }

    @Entity
    @Shared
    @Cacheable
    @SQLRestriction("id in (select id from note)")
    public static class OfRestriction extends Base {}

    @Entity
    @Shared
    @Cacheable
    @Subselect("select id from note")
    public static class OfSubselect extends Base {}

    @Entity
    @Shared
    @Cacheable
    @SQLSelect(sql = "select id from note where id = ?")
    public static class OfSql extends Base {}

    @Entity
    @Shared
    @NaturalIdCache
    public static class OfNaturalIdCache extends Base {

        @org.hibernate.annotations.NaturalId
        private String name;

        @Formula(QUERY)
        private long notes;
    }

    @Entity
    @Shared
    public static class OfCachedCollection extends Base {

        @OneToMany
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        @SQLRestriction("id in (select id from note)")
        private Set<Plain> others;
    }

    @Entity
    @Shared
    public static class OfCachedElements extends Base {

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        private Set<Counts> others;
    }

    @Entity
    @Shared
    @Cacheable
    public static class Plain extends Base {

        @Formula("upper('a')")
        private String computed;

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        private Set<String> labels;
    }

    @Entity
    @Shared
    public static class NotCached extends Base {

        @Formula(QUERY)
        private long notes;
    }

    @Entity
    @TenantScoped
    @Cacheable
    public static class OfTenant extends Base {

        @Formula(QUERY)
        private long notes;
    }

    private static void map(Class<?>... entities) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "hibernate.boot.allow_jdbc_metadata_access", "false",
                "hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect"));
        new TenantCaching(new EntityScopes(List.of(), List.of(), null), SchemaName.of("public")).addTo(settings);
        StandardServiceRegistry services =
                new StandardServiceRegistryBuilder().applySettings(settings).build();
        try {
            new MetadataSources(services).addAnnotatedClasses(entities).buildMetadata();
        } finally {
            StandardServiceRegistryBuilder.destroy(services);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OfFormula.class,
                OfEmbeddedFormula.class,
                OfRestriction.class,
                OfSubselect.class,
                OfSql.class,
                OfNaturalIdCache.class,
                OfCachedCollection.class,
                OfCachedElements.class
            })
    void refusesASharedEntityThatIsCachedWithAQueryOfItsOwn(Class<?> entity) {
        assertThatExceptionOfType(EntityScopeException.class)
                .isThrownBy(() -> map(entity, Plain.class))
                .withMessageContaining(entity.getSimpleName())
                .withMessageContaining("is shared and cached")
                .withMessageContaining("Do not cache it");
    }

    @Test
    void acceptsQueriesInEntitiesThatAreNotCachedOnceForAll() {
        assertThatNoException().isThrownBy(() -> map(Plain.class, NotCached.class, OfTenant.class));
    }
}
