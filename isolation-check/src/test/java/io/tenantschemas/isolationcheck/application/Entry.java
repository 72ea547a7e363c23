package io.tenantschemas.isolationcheck.application;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedStoredProcedureQuery;
import jakarta.persistence.ParameterMode;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.StoredProcedureParameter;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.isolationcheck.model.Row;

/** A row of a tenant, with its owner in it. */
@Entity
@TenantScoped
@NamedStoredProcedureQuery(
        name = "Entry.count",
        procedureName = "count_entries",
        parameters = @StoredProcedureParameter(name = "number", mode = ParameterMode.INOUT, type = Long.class))
public class Entry {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entry")
    @SequenceGenerator(name = "entry", sequenceName = "entry_seq", allocationSize = 50)
    private @Nullable Long id;

    private String marker;

    private long ownerId;

    private String stamp;

    private int writer;

    private int amount;

    @SuppressWarnings("NullAway.Init")
    protected Entry() {}

    public Entry(Row row) {
        this.marker = row.marker();
        this.ownerId = row.ownerId();
        this.stamp = row.stamp();
        this.writer = row.writer();
        this.amount = row.amount();
    }

    public String getMarker() {
        return marker;
    }

    public void setAmount(int amount) {
        this.amount = amount;
    }

    public Row toRow() {
        return new Row(id == null ? 0 : id, marker, ownerId, stamp, writer, amount);
    }
}
