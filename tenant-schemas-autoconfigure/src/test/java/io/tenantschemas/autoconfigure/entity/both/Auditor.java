package io.tenantschemas.autoconfigure.entity.both;

import jakarta.persistence.PrePersist;

import org.springframework.core.env.Environment;

/** A listener to which Spring hands a bean. */
public class Auditor {

    private final Environment environment;

    public Auditor(Environment environment) {
        this.environment = environment;
    }

    @PrePersist
    void note(Audit audit) {
        audit.getLabels().add(environment.getProperty("auditor", "nobody"));
    }
}
