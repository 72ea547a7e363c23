package io.tenantschemas.autoconfigure.routing;

import java.util.List;
import java.util.function.Supplier;

import jakarta.persistence.EntityManager;

import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.context.TenantTemplate;

/** Every way in which an application reads the notes of a tenant, to be compared. */
record TakingTurns(ApplicationContext context) {

    void write(String schema, String text) {
        in(schema, () -> context.getBean(NoteRepository.class).save(new Note(text)));
    }

    /** Reads the texts of {@code schema}'s notes in each way and returns the answers, which should all be the same. */
    List<List<String>> read(String schema) {
        return in(
                schema,
                () -> List.of(
                        byRepository(),
                        byJpql(),
                        byNativeQuery(),
                        byJdbcTemplate(),
                        byJdbcClient(),
                        inOneTransaction()));
    }

    <T> T in(String schema, Supplier<T> work) {
        return context.getBean(TenantTemplate.class).execute(schema, work::get);
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    List<String> byRepository() {
        return context.getBean(NoteRepository.class).findAll().stream()
                .map(Note::getText)
                .sorted()
                .toList();
    }

    private List<String> byJpql() {
        return context.getBean(EntityManager.class)
                .createQuery("select n.text from Note n order by n.text", String.class)
                .getResultList();
    }

    @SuppressWarnings("unchecked")
    private List<String> byNativeQuery() {
        return context.getBean(EntityManager.class)
                .createNativeQuery("SELECT text FROM note ORDER BY text", String.class)
                .getResultList();
    }

    List<String> byJdbcTemplate() {
        return context.getBean(JdbcTemplate.class).queryForList("SELECT text FROM note ORDER BY text", String.class);
    }

    private List<String> byJdbcClient() {
        return context.getBean(JdbcClient.class)
                .sql("SELECT text FROM note ORDER BY text")
                .query(String.class)
                .list();
    }

    private List<String> inOneTransaction() {
        return transaction().execute(status -> {
            List<String> texts = byRepository();
            return texts.equals(byJdbcTemplate()) ? texts : List.of("JPA and JDBC differ within one transaction");
        });
    }
}
