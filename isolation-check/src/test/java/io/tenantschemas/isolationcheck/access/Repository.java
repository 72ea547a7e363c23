package io.tenantschemas.isolationcheck.access;

import java.util.List;

import io.tenantschemas.isolationcheck.application.Entry;
import io.tenantschemas.isolationcheck.application.EntryRepository;
import io.tenantschemas.isolationcheck.model.Row;

/** What Spring Data implements: saving, deriving, bulk statements. */
public final class Repository implements Access {

    private final EntryRepository repository;

    public Repository(EntryRepository repository) {
        this.repository = repository;
    }

    @Override
    public void insert(List<Row> rows) {
        repository.saveAllAndFlush(rows.stream().map(Entry::new).toList());
    }

    @Override
    public void change(String marker, int amount) {
        repository.change(marker, amount);
    }

    @Override
    public void delete(String marker) {
        repository.deleteByMarker(marker);
        repository.flush();
    }

    @Override
    public List<Row> findAll() {
        return repository.rows();
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
