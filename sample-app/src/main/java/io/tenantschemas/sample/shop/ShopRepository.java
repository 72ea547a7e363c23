package io.tenantschemas.sample.shop;

import java.util.List;
import java.util.Optional;

import org.springframework.data.jpa.repository.JpaRepository;

/** All shops, stored once for the whole platform. */
public interface ShopRepository extends JpaRepository<Shop, Long> {

    /** Returns all shops in alphabetical order. */
    List<Shop> findAllByOrderByNameAscIdAsc();

    /** Finds a shop by its schema. */
    Optional<Shop> findBySchemaName(String schemaName);
}
