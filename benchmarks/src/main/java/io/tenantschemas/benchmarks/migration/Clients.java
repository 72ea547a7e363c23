package io.tenantschemas.benchmarks.migration;

import org.springframework.data.jpa.repository.JpaRepository;

import io.tenantschemas.benchmarks.rival.Client;

/** The tenants, as an application knows them. */
interface Clients extends JpaRepository<Client, Long> {}
