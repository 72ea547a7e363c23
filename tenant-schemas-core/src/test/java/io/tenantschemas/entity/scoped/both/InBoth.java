package io.tenantschemas.entity.scoped.both;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class InBoth {

    @Id
    private long id;
}
