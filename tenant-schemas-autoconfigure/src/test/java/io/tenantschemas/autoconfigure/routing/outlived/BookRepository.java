package io.tenantschemas.autoconfigure.routing.outlived;

import java.util.stream.Stream;

import jakarta.persistence.QueryHint;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;

interface BookRepository extends JpaRepository<Book, Long> {

    @Query("select b from Book b order by b.id")
    @QueryHints(@QueryHint(name = "org.hibernate.fetchSize", value = "1"))
    Stream<Book> streamAll();
}
