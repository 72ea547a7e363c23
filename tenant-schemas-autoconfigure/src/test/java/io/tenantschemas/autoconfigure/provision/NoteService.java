package io.tenantschemas.autoconfigure.provision;

import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;

/** An ordinary service, as initializers call them. */
class NoteService {

    private final NoteRepository notes;

    NoteService(NoteRepository notes) {
        this.notes = notes;
    }

    @Transactional
    public void add(String text) {
        notes.save(new Note(text));
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void addInNewTransaction(String text) {
        notes.save(new Note(text));
    }

    @Transactional
    public void fail(String text) {
        notes.save(new Note(text));
        throw new IllegalStateException(text);
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void failInNewTransaction(String text) {
        notes.save(new Note(text));
        throw new IllegalStateException(text);
    }
}
