package io.tenantschemas.autoconfigure.command.application;

import org.springframework.data.jpa.repository.JpaRepository;

interface ProductRepository extends JpaRepository<Product, String> {}
