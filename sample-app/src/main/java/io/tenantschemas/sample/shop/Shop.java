package io.tenantschemas.sample.shop;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

/** A shop: the tenant of this application. */
@Entity
@Shared
@Table(name = "shops")
public class Shop extends AbstractTenant {

    @Column(nullable = false)
    private String name;

    @SuppressWarnings("NullAway.Init") // JPA
    protected Shop() {}

    /** Creates a shop. Saving it creates its schema, too. */
    public Shop(String name, String schemaName, String domain) {
        super(schemaName, domain);
        this.name = name;
    }

    /** Returns what the shop is called by people. */
    public String getName() {
        return name;
    }
}
