package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.junit.jupiter.api.Test;
import org.springframework.boot.hibernate.SpringImplicitNamingStrategy;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.inspect.TenantModel;

import static org.assertj.core.api.Assertions.assertThat;

/** Names are those that Hibernate makes of classes, files and settings. */
class UnconnectedMappingTests {

    @Entity(name = "Offer")
    @TenantScoped
    static class Offer {

        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;

        int price;
    }

    private static TenantModel model(Map<String, String> properties) {
        MockEnvironment environment = new MockEnvironment();
        properties.forEach(environment::setProperty);
        return new UnconnectedMapping(
                        Set.of(Offer.class),
                        new PhysicalNamingStrategyStandardImpl(),
                        new SpringImplicitNamingStrategy(),
                        MappingSettings.of(environment, new DefaultResourceLoader()))
                .model(new EntityScopes(List.of(), List.of(), null));
    }

    @Test
    void areFoldedAsTheServerDoesIt() {
        assertThat(model(Map.of()).tables())
                .containsExactly(new TenantModel.Table("offer", Set.of("id", "price"), false));
    }

    @Test
    void areKeptWhereAllAreQuoted() {
        TenantModel model = model(Map.of("spring.jpa.properties.hibernate.globally_quoted_identifiers", "true"));
        assertThat(model.tables()).containsExactly(new TenantModel.Table("Offer", Set.of("id", "price"), false));
        assertThat(model.sequences()).containsExactly("Offer_SEQ");
    }

    @Test
    void comeFromMappingFiles() {
        TenantModel model = model(Map.of(
                "spring.jpa.mapping-resources",
                "mapping/offers.xml",
                "spring.jpa.properties.hibernate.globally_quoted_identifiers",
                "true"));
        assertThat(model.tables()).containsExactly(new TenantModel.Table("Bargain", Set.of("id", "Cents"), false));
    }

    @Test
    void dependOnNothingElseThatIsSet() {
        assertThat(model(Map.of(
                                "spring.jpa.properties.hibernate.cache.region.factory_class", "no.such.Factory",
                                "spring.jpa.properties.hibernate.connection.url", "jdbc:none"))
                        .tables())
                .hasSize(1);
    }
}
