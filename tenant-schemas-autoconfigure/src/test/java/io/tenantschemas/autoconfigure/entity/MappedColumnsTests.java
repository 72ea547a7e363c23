package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.Set;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.hibernate.SpringImplicitNamingStrategy;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.inspect.TenantModel;

import static org.assertj.core.api.Assertions.assertThat;

class MappedColumnsTests {

    private final TenantModel model = new UnconnectedMapping(
                    Set.of(
                            Country.class,
                            Setting.class,
                            Product.class,
                            Book.class,
                            Size.class,
                            Offer.class,
                            Rate.class),
                    new PhysicalNamingStrategySnakeCaseImpl(),
                    new SpringImplicitNamingStrategy(),
                    MappingSettings.none())
            .model(new EntityScopes(List.of(), List.of(), null));

    @Entity(name = "Country")
    @Shared
    static class Country {

        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;
    }

    @Entity(name = "Setting")
    @Shared
    @TenantScoped
    static class Setting {

        @Id
        long id;
    }

    @Embeddable
    static class Size {

        int widthInMillimetres;
    }

    @Entity(name = "Product")
    @TenantScoped
    @Inheritance(strategy = InheritanceType.JOINED)
    @DiscriminatorColumn(name = "kind")
    @SecondaryTable(name = "product_text")
    static class Product {

        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "numbers")
        @SequenceGenerator(name = "numbers", sequenceName = "product_numbers")
        long id;

        @Version
        int version;

        @Column(name = "`Mixed Case`")
        @Nullable
        String quoted;

        @Column(table = "product_text")
        @Nullable
        String body;

        @Embedded
        @Nullable
        Size size;

        @Formula("version + 1")
        int nextVersion;

        @ManyToOne
        @Nullable
        Country madeIn;

        @ElementCollection
        @Nullable
        Set<String> tags;

        @OneToMany
        @JoinColumn(name = "product_id")
        @Nullable
        Set<Offer> offers;
    }

    @Entity(name = "Book")
    @TenantScoped
    static class Book extends Product {

        @Nullable
        String isbn;
    }

    @Entity(name = "Offer")
    @TenantScoped
    static class Offer {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;
    }

    @Entity(name = "Rate")
    @TenantScoped
    @Immutable
    @Table(name = "rate_that_the_bank_tells_and_that_nobody_here_has_ever_been_changing_ä")
    static class Rate {

        @Id
        long id;

        @Column(name = "is_of_the_bank_that_tells_and_that_nobody_here_has_ever_been_cä")
        int percent;

        @ElementCollection
        @CollectionTable(name = "rate_notes")
        @Nullable
        Set<String> notes;
    }

    @Test
    void areThoseOfEntitiesOfTenants() {
        assertThat(model.tables())
                .containsExactlyInAnyOrder(
                        new TenantModel.Table("book", Set.of("id", "isbn"), false),
                        new TenantModel.Table("offer", Set.of("id", "product_id"), false),
                        new TenantModel.Table(
                                "product",
                                Set.of("id", "kind", "version", "Mixed Case", "width_in_millimetres", "made_in_id"),
                                false),
                        new TenantModel.Table("product_tags", Set.of("product_id", "tags"), false),
                        new TenantModel.Table("product_text", Set.of("id", "body"), false),
                        // Longer names are cut, between two letters.
                        new TenantModel.Table(
                                "rate_that_the_bank_tells_and_that_nobody_here_has_ever_been_cha",
                                Set.of("id", "is_of_the_bank_that_tells_and_that_nobody_here_has_ever_been_c"),
                                false,
                                false),
                        new TenantModel.Table("rate_notes", Set.of("rate_id", "notes"), false, false),
                        new TenantModel.Table("setting", Set.of("id"), true));
    }

    @Test
    void comeWithTheSequencesOfTenants() {
        assertThat(model.sequences()).containsExactly("product_numbers");
    }
}
