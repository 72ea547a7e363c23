package io.tenantschemas.autoconfigure.type.application;

public enum Plan {
    BASIC,
    PREMIUM
}
