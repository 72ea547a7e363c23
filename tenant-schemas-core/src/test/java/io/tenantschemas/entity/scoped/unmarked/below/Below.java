package io.tenantschemas.entity.scoped.unmarked.below;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class Below {

    @Id
    private long id;
}
