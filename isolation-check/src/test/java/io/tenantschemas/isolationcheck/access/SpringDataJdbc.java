package io.tenantschemas.isolationcheck.access;

import java.util.List;

import io.tenantschemas.isolationcheck.application.EntryRecord;
import io.tenantschemas.isolationcheck.application.EntryRecords;
import io.tenantschemas.isolationcheck.model.Row;

/** Spring Data JDBC beside JPA: aggregates, derived statements, and SQL. */
public final class SpringDataJdbc implements Access {

    private final EntryRecords repository;

    public SpringDataJdbc(EntryRecords repository) {
        this.repository = repository;
    }

    @Override
    public void insert(List<Row> rows) {
        repository.saveAll(rows.stream().map(EntryRecord::of).toList());
    }

    @Override
    public void change(String marker, int amount) {
        repository.change(marker, amount);
    }

    @Override
    public void delete(String marker) {
        repository.deleteAll(repository.findByMarker(marker));
    }

    @Override
    public List<Row> findAll() {
        return repository.findAll().stream().map(EntryRecord::toRow).toList();
    }

    @Override
    public boolean hasOwnTransaction() {
        return true;
    }

    @Override
    public boolean isOfJpa() {
        // The transactions that it begins, or joins, are those of the application's manager.
        return true;
    }
}
