package io.tenantschemas.isolationcheck.application;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

import io.tenantschemas.isolationcheck.model.Row;

/** What Spring Data derives, is told in JPQL and in SQL. */
public interface EntryRepository extends JpaRepository<Entry, Long> {

    List<EntryView> findByMarkerNotNull();

    @Query(
            "select new io.tenantschemas.isolationcheck.model.Row(e.id, e.marker, e.ownerId, e.stamp, e.writer, e.amount)"
                    + " from Entry e")
    List<Row> rows();

    @NativeQuery("SELECT * FROM entry")
    List<Entry> natively();

    @Transactional
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @NativeQuery("UPDATE entry SET amount = :amount WHERE marker = :marker")
    int changeNatively(String marker, int amount);

    @Transactional
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @NativeQuery("DELETE FROM entry WHERE marker = :marker")
    int deleteNatively(String marker);

    @Transactional
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query("update Entry e set e.amount = :amount where e.marker = :marker")
    int change(String marker, int amount);

    @Transactional
    long deleteByMarker(String marker);
}
