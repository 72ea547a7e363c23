package io.tenantschemas.autoconfigure.migrate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.tenantschemas.context.SchemaReadiness;

/** Makes sure at start-up that somebody knows which schemas are current, where they have to be. */
final class ReadinessVerifier implements SmartInitializingSingleton {

    private final ObjectProvider<SchemaReadiness> readiness;

    ReadinessVerifier(ObjectProvider<SchemaReadiness> readiness) {
        this.readiness = readiness;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (readiness.stream().findAny().isEmpty()) {
            throw new ReadinessUnknownException();
        }
    }
}
