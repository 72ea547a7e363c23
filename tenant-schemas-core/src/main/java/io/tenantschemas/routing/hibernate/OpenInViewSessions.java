package io.tenantschemas.routing.hibernate;

import java.util.HashMap;
import java.util.Map;

import jakarta.persistence.EntityManagerFactory;

import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.context.HeldResources;

/**
 * Takes open-in-view sessions away from a thread that works for another tenant for a while. Without this, every call made
 * meanwhile would use the session of the outer tenant, even one in a transaction of its own.
 */
public final class OpenInViewSessions implements HeldResources {

    @Override
    public Runnable setAside() {
        Map<Object, Object> setAside = new HashMap<>();
        TransactionSynchronizationManager.getResourceMap().forEach((key, resource) -> {
            if (key instanceof EntityManagerFactory) {
                setAside.put(key, resource);
            }
        });
        setAside.keySet().forEach(TransactionSynchronizationManager::unbindResource);
        return () -> setAside.forEach(TransactionSynchronizationManager::bindResource);
    }
}
