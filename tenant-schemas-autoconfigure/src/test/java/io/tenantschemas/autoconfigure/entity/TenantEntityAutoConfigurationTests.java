package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.Set;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.junit.jupiter.api.Test;
import org.springframework.boot.hibernate.SpringImplicitNamingStrategy;
import org.springframework.boot.persistence.autoconfigure.EntityScanPackages;
import org.springframework.context.support.GenericApplicationContext;

import io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration.JpaConfiguration;
import io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration.JpaConfiguration.NamingStrategies;
import io.tenantschemas.autoconfigure.entity.both.Audit;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.inspect.TenantModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What becomes of an application whose entities Hibernate cannot map without it. */
class TenantEntityAutoConfigurationTests {

    private final JpaConfiguration configuration = new JpaConfiguration();

    private final EntityScopes scopes = new EntityScopes(List.of(), List.of(), null);

    private static GenericApplicationContext application() {
        GenericApplicationContext context = new GenericApplicationContext();
        EntityScanPackages.register(context, Audit.class.getPackageName());
        context.refresh();
        return context;
    }

    private static NamingStrategies strategies(PhysicalNamingStrategy physical) {
        return new NamingStrategies(physical, new SpringImplicitNamingStrategy());
    }

    /** Stands for anything that asks a bean in the middle of it. */
    private static NamingStrategies failing() {
        return strategies(new PhysicalNamingStrategySnakeCaseImpl() {

            @Override
            public Identifier toPhysicalColumnName(Identifier name, JdbcEnvironment environment) {
                throw new IllegalStateException("no bean for " + name);
            }
        });
    }

    @Test
    void knowsTheTablesInBothPlacesAlsoWhereTheirEntitiesWantBeans() throws ClassNotFoundException {
        try (GenericApplicationContext context = application()) {
            assertThat(configuration
                            .namesInBothPlaces(
                                    context,
                                    new EntityClasses(Set.of(Audit.class)),
                                    strategies(new PhysicalNamingStrategySnakeCaseImpl()),
                                    scopes)
                            .tables())
                    .containsExactlyInAnyOrder("audit", "audit_labels", "audit_seq");
        }
    }

    @Test
    void saysWhichTablesItCannotKnowAndWhoCan() {
        try (GenericApplicationContext context = application()) {
            assertThatExceptionOfType(EntitiesNotMappedException.class)
                    .isThrownBy(() -> configuration.namesInBothPlaces(
                            context, new EntityClasses(Set.of(Audit.class)), failing(), scopes))
                    .withMessageContaining(Audit.class.getName())
                    .withMessageContaining("no bean for")
                    .withMessageContaining("Define a bean of type NamesInBothPlaces");
        }
    }

    @Test
    void saysWhyThereIsNoModel() throws ClassNotFoundException {
        try (GenericApplicationContext context = application()) {
            TenantModel model = configuration.tenantModel(context, failing(), scopes);
            assertThat(model.tables()).isEmpty();
            assertThat(model.unknownBecause()).get().asString().contains("no bean for");
        }
    }
}
