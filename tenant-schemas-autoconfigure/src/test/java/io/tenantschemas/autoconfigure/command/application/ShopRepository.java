package io.tenantschemas.autoconfigure.command.application;

import org.springframework.data.jpa.repository.JpaRepository;

interface ShopRepository extends JpaRepository<Shop, Long> {}
