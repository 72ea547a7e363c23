package io.tenantschemas.autoconfigure.provision.again;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;

/**
 * Gets its keys from a sequence, of which Hibernate takes fifty at a time and keeps those that are left; and stays in Hibernate's
 * second-level cache.
 */
@Entity
@TenantScoped
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
public class Ticket {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    private @Nullable Long id;

    private String text;

    @SuppressWarnings("NullAway.Init")
    protected Ticket() {}

    public Ticket(String text) {
        this.text = text;
    }

    public @Nullable Long getId() {
        return id;
    }

    public String getText() {
        return text;
    }
}
