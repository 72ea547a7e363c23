package io.tenantschemas.autoconfigure.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
class TopLevelClient {

    @Id
    private long id;

    long getId() {
        return id;
    }
}
