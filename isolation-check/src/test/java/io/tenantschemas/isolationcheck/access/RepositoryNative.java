package io.tenantschemas.isolationcheck.access;

import java.util.List;

import jakarta.persistence.EntityManager;

import io.tenantschemas.isolationcheck.application.Entry;
import io.tenantschemas.isolationcheck.application.EntryRepository;
import io.tenantschemas.isolationcheck.model.Row;

/** Spring Data again, with SQL in its queries. */
public final class RepositoryNative implements Access {

    private final EntryRepository repository;

    private final EntityManager entities;

    public RepositoryNative(EntryRepository repository, EntityManager entities) {
        this.repository = repository;
        this.entities = entities;
    }

    @Override
    public void insert(List<Row> rows) {
        repository.saveAllAndFlush(rows.stream().map(Entry::new).toList());
    }

    @Override
    public void change(String marker, int amount) {
        repository.changeNatively(marker, amount);
    }

    @Override
    public void delete(String marker) {
        repository.deleteNatively(marker);
    }

    @Override
    public List<Row> findAll() {
        List<Row> rows = repository.natively().stream().map(Entry::toRow).toList();
        // Other ways write within the same transaction, of which the persistence context knows nothing.
        entities.clear();
        return rows;
    }

    @Override
    public boolean hasOwnTransaction() {
        return true;
    }

    @Override
    public boolean isOfJpa() {
        return true;
    }
}
