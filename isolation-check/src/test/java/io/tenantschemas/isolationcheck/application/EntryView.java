package io.tenantschemas.isolationcheck.application;

import io.tenantschemas.isolationcheck.model.Row;

/** A projection that Spring Data implements. */
public interface EntryView {

    long getId();

    String getMarker();

    long getOwnerId();

    String getStamp();

    int getWriter();

    int getAmount();

    default Row toRow() {
        return new Row(getId(), getMarker(), getOwnerId(), getStamp(), getWriter(), getAmount());
    }
}
