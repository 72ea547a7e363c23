package io.tenantschemas.isolationcheck.access;

import java.util.List;

import io.tenantschemas.isolationcheck.application.Entry;
import io.tenantschemas.isolationcheck.application.EntryRepository;
import io.tenantschemas.isolationcheck.application.EntryView;
import io.tenantschemas.isolationcheck.model.Row;

/** Spring Data again, read through projections. */
public final class RepositoryProjections implements Access {

    private final EntryRepository repository;

    public RepositoryProjections(EntryRepository repository) {
        this.repository = repository;
    }

    @Override
    public void insert(List<Row> rows) {
        rows.forEach(row -> repository.saveAndFlush(new Entry(row)));
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
        return repository.findByMarkerNotNull().stream().map(EntryView::toRow).toList();
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
