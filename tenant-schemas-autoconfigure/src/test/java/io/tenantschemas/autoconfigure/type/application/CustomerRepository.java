package io.tenantschemas.autoconfigure.type.application;

import java.util.Optional;

import org.springframework.data.jpa.repository.JpaRepository;

public interface CustomerRepository extends JpaRepository<Customer, Long> {

    Optional<Customer> findBySchemaName(String schemaName);
}
