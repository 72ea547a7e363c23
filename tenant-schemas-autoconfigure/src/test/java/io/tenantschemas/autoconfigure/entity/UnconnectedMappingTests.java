package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;

import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.hibernate.SpringImplicitNamingStrategy;
import org.springframework.core.env.Environment;
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

    @Entity(name = "Sale")
    @TenantScoped
    @EntityListeners(WantingListener.class)
    static class Sale {

        @Id
        long id;

        @Convert(converter = WantingConverter.class)
        @Nullable
        String price;
    }

    /** A bean, to which Spring hands others. */
    @Converter
    static class WantingConverter implements AttributeConverter<String, Integer> {

        private final Environment environment;

        WantingConverter(Environment environment) {
            this.environment = environment;
        }

        @Override
        public Integer convertToDatabaseColumn(String attribute) {
            return environment.getRequiredProperty(attribute, Integer.class);
        }

        @Override
        public String convertToEntityAttribute(Integer stored) {
            return String.valueOf(stored);
        }
    }

    static class WantingListener {

        private final Environment environment;

        WantingListener(Environment environment) {
            this.environment = environment;
        }

        @PostLoad
        void heard(Sale sale) {
            sale.price = environment.getRequiredProperty("price");
        }
    }

    private static TenantModel model(Map<String, String> properties) {
        return model(properties, Offer.class);
    }

    private static TenantModel model(Map<String, String> properties, Class<?>... entities) {
        MockEnvironment environment = new MockEnvironment();
        properties.forEach(environment::setProperty);
        return new UnconnectedMapping(
                        Set.of(entities),
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
    void areThoseOfFormerStatesAsWell() {
        Map<String, String> former = Map.of(
                "spring.jpa.mapping-resources", "mapping/former-offers.hbm.xml",
                "spring.jpa.properties.org.hibernate.envers.audit_table_suffix", "_was");
        assertThat(model(former).tables())
                .containsExactly(
                        new TenantModel.Table("offer", Set.of("id", "price"), false),
                        new TenantModel.Table("offer_was", Set.of("id", "price"), false));
    }

    @Test
    void dependOnNothingElseThatIsSet() {
        assertThat(model(Map.of(
                                "spring.jpa.properties.hibernate.cache.region.factory_class", "no.such.Factory",
                                "spring.jpa.properties.hibernate.connection.url", "jdbc:none"))
                        .tables())
                .hasSize(1);
    }

    @Test
    void needNoBeansThatConvertersAndListenersWant() {
        assertThat(model(Map.of(), Sale.class, WantingConverter.class).tables())
                .containsExactly(new TenantModel.Table("sale", Set.of("id", "price"), false));
    }
}
