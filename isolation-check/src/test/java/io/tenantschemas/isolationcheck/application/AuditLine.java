package io.tenantschemas.isolationcheck.application;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.Shared;

/** A row of the shared table, which says who wrote it. */
@Entity
@Shared
public class AuditLine {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String marker;

    private long ownerId;

    @SuppressWarnings("NullAway.Init")
    protected AuditLine() {}

    public AuditLine(String marker, long ownerId) {
        this.marker = marker;
        this.ownerId = ownerId;
    }

    public @Nullable Long getId() {
        return id;
    }

    public String getMarker() {
        return marker;
    }

    public long getOwnerId() {
        return ownerId;
    }
}
