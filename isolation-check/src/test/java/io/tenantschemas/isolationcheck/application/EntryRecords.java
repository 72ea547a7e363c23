package io.tenantschemas.isolationcheck.application;

import java.util.List;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.transaction.annotation.Transactional;

/** Spring Data JDBC's repository: statements of its own, derived ones, and SQL. */
public interface EntryRecords extends ListCrudRepository<EntryRecord, Long> {

    @Transactional
    @Modifying
    @Query("UPDATE entry SET amount = :amount WHERE marker = :marker")
    int change(String marker, int amount);

    List<EntryRecord> findByMarker(String marker);
}
