package com.example.clients;

import org.springframework.data.jpa.repository.JpaRepository;

// tag::repository[]
public interface ClientRepository extends JpaRepository<Client, Long> {}
// end::repository[]
