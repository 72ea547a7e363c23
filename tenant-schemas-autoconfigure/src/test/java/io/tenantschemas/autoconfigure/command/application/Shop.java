package io.tenantschemas.autoconfigure.command.application;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.PrePersist;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

/** Fills in itself what nobody says, before it is saved. */
@Entity
@Shared
@Table(name = "shops")
public class Shop extends AbstractTenant {

    @Column(nullable = false)
    @Nullable
    private String slug;

    @PrePersist
    void deriveSlug() {
        if (slug == null) {
            slug = getSchemaName().replace('_', '-');
        }
    }
}
