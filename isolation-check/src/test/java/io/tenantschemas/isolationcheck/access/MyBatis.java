package io.tenantschemas.isolationcheck.access;

import java.util.List;

import io.tenantschemas.isolationcheck.application.EntryMapper;
import io.tenantschemas.isolationcheck.model.Row;

/** MyBatis's mappers. */
public final class MyBatis implements Access {

    private final EntryMapper mapper;

    public MyBatis(EntryMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public void insert(List<Row> rows) {
        rows.forEach(mapper::add);
    }

    @Override
    public void change(String marker, int amount) {
        mapper.change(marker, amount);
    }

    @Override
    public void delete(String marker) {
        mapper.remove(marker);
    }

    @Override
    public List<Row> findAll() {
        return mapper.rows();
    }

    // It commits what it wrote itself.
    @Override
    public boolean hasOwnTransaction() {
        return true;
    }
}
