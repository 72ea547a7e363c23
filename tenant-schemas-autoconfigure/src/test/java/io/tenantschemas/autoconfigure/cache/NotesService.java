package io.tenantschemas.autoconfigure.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.cache.annotation.CacheResult;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

import io.tenantschemas.context.TenantContext;

/** A service of an application that does nothing for tenants but being called for them. */
class NotesService {

    private int calls;

    // Where the asynchronous method's value comes from: threads that are bound to nothing.
    private final Executor executor = work -> new Thread(work).start();

    int calls() {
        return calls;
    }

    private String text(String key) {
        calls++;
        return TenantContext.currentSchema() + "'s " + key;
    }

    @Cacheable("notes")
    public String note(String key) {
        return text(key);
    }

    @Cacheable("notes")
    public @Nullable String nothing(String key) {
        calls++;
        return null;
    }

    @Cacheable(cacheNames = "notes", sync = true)
    public String synchronizedNote(String key) {
        return text(key);
    }

    @Cacheable("plans")
    public String plan(String key) {
        return text(key);
    }

    @Cacheable(cacheNames = "notes", key = "'later ' + #key")
    public CompletableFuture<String> later(String key) {
        String text = text(key);
        return CompletableFuture.supplyAsync(() -> text, executor);
    }

    @Cacheable(cacheNames = "notes", key = "'later ' + #key", sync = true)
    public CompletableFuture<String> synchronizedLater(String key) {
        String text = text(key);
        return CompletableFuture.supplyAsync(() -> text, executor);
    }

    @CacheResult(cacheName = "notes")
    public String standardNote(String key) {
        return text(key);
    }

    @CachePut("notes")
    public String put(String key) {
        return text(key);
    }

    @CacheEvict("notes")
    public void evict(String key) {}

    @CacheEvict(cacheNames = "notes", allEntries = true)
    public void evictAll() {}
}
