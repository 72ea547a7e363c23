package io.tenantschemas.test.application;

import org.springframework.data.jpa.repository.JpaRepository;

/** The notes of the client that is bound. */
public interface NoteRepository extends JpaRepository<Note, Long> {}
