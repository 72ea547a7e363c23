package io.tenantschemas.autoconfigure.routing.outlived;

import java.util.Iterator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.context.TenantTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Hibernate's sessions, and what was read through them, when their tenant is not bound any more. */
@SuppressWarnings({"NullAway.Init", "ReturnValueIgnored"})
class OutlivedSessionIT {

    private static RunningApplication application;

    private EntityManager entityManager;

    @BeforeAll
    static void start() {
        application = RunningApplication.startWithoutWeb(
                BookApplication.class,
                "spring.datasource.hikari.maximum-pool-size=2",
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/outlived");
        for (String schema : new String[] {"acme", "globex"}) {
            application.bean(ClientRepository.class).save(new Client(schema, schema + ".example.com", schema));
            in(
                    schema,
                    () -> transaction().executeWithoutResult(status -> {
                        EntityManager shared = application.bean(EntityManager.class);
                        Author author = new Author(1, schema);
                        shared.persist(author);
                        for (int i = 1; i <= 3; i++) {
                            shared.persist(new Book(i, author, schema + i));
                        }
                    }));
        }
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void open() {
        in(
                "acme",
                () -> entityManager =
                        application.bean(EntityManagerFactory.class).createEntityManager());
    }

    @AfterEach
    void close() {
        // Outside of any scope, as happens where sessions are forgotten.
        if (entityManager.getTransaction().isActive()) {
            entityManager.getTransaction().rollback();
        }
        entityManager.close();
        for (String schema : new String[] {"globex", "acme"}) {
            in(
                    schema,
                    () -> assertThat(application.bean(BookRepository.class).findAll())
                            .hasSize(3)
                            .allSatisfy(book -> assertThat(book.getTitle()).startsWith(schema)));
        }
    }

    private static void in(String schema, Runnable work) {
        application.bean(TenantTemplate.class).executeWithoutResult(schema, work::run);
    }

    private static TransactionTemplate transaction() {
        return new TransactionTemplate(application.bean(PlatformTransactionManager.class));
    }

    /** Who is bound when it is too late. */
    enum Late {
        NOBODY {
            @Override
            void run(Runnable work) {
                work.run();
            }
        },
        GLOBEX {
            @Override
            void run(Runnable work) {
                in("globex", work);
            }
        };

        abstract void run(Runnable work);

        void isRefused(Runnable work) {
            run(() -> assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(work::run)
                    .withMessageContaining("acme")
                    .withMessageContaining(this == NOBODY ? "bound to nothing" : "'globex'"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLazyAssociation(Late late) {
        Author[] author = new Author[1];
        in("acme", () -> author[0] = entityManager.find(Author.class, 1L));

        late.isRefused(() -> author[0].getBooks().iterator());
    }

    @ParameterizedTest
    @EnumSource
    void aLazyAssociationInATransaction(Late late) {
        Author[] author = new Author[1];
        in("acme", () -> {
            entityManager.getTransaction().begin();
            author[0] = entityManager.find(Author.class, 1L);
        });

        late.isRefused(() -> author[0].getBooks().iterator());
        in("acme", () -> assertThat(author[0].getBooks()).hasSize(3));
    }

    @ParameterizedTest
    @EnumSource
    void aLazyReference(Late late) {
        Book[] book = new Book[1];
        in("acme", () -> {
            entityManager.getTransaction().begin();
            book[0] = entityManager.find(Book.class, 1L);
        });

        late.isRefused(() -> book[0].getAuthor().getName());
    }

    @ParameterizedTest
    @EnumSource
    void aStream(Late late) {
        Iterator<?>[] books = new Iterator<?>[1];
        in("acme", () -> {
            entityManager.getTransaction().begin();
            books[0] = entityManager
                    .createQuery("select b from Book b order by b.id", Book.class)
                    .setHint("org.hibernate.fetchSize", 1)
                    .getResultStream()
                    .iterator();
            assertThat(((Book) books[0].next()).getTitle()).isEqualTo("acme1");
        });

        late.isRefused(() -> {
            // The first may have been fetched ahead.
            books[0].next();
            books[0].next();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aScroll(Late late) {
        ScrollableResults<?>[] books = new ScrollableResults<?>[1];
        in("acme", () -> {
            entityManager.getTransaction().begin();
            books[0] = entityManager
                    .unwrap(Session.class)
                    .createSelectionQuery("select b from Book b order by b.id", Book.class)
                    .scroll(ScrollMode.FORWARD_ONLY);
            assertThat(books[0].next()).isTrue();
        });

        late.isRefused(() -> books[0].next());
        late.run(() -> books[0].close());
    }

    @Test
    void aStreamOfSpringDataInAnotherThread() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            in(
                    "acme",
                    () -> transaction().executeWithoutResult(status -> {
                        try (Stream<Book> books =
                                application.bean(BookRepository.class).streamAll()) {
                            Iterator<Book> each = books.iterator();
                            assertThat(each.next().getTitle()).isEqualTo("acme1");
                            assertThatExceptionOfType(CompletionException.class)
                                    .isThrownBy(() -> {
                                        try {
                                            other.submit(() -> {
                                                        each.next();
                                                        each.next();
                                                    })
                                                    .get();
                                        } catch (ExecutionException | InterruptedException failure) {
                                            throw new CompletionException(failure.getCause());
                                        }
                                    })
                                    .withCauseInstanceOf(TenantSwitchException.class);
                        }
                    }));
        } finally {
            other.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEntityThatTheSessionHasAlready(Late late) {
        in("acme", () -> {
            entityManager.getTransaction().begin();
            assertThat(entityManager.find(Author.class, 1L).getName()).isEqualTo("acme");
        });

        late.isRefused(() -> entityManager.find(Author.class, 1L));
        late.isRefused(() -> entityManager.getReference(Author.class, 1L));
        in(
                "acme",
                () -> assertThat(entityManager.find(Author.class, 1L).getName()).isEqualTo("acme"));
    }

    @ParameterizedTest
    @EnumSource
    void aQuery(Late late) {
        in("acme", () -> {
            entityManager.getTransaction().begin();
            assertThat(entityManager.find(Author.class, 1L)).isNotNull();
        });

        late.isRefused(() -> entityManager
                .createQuery("select a from Author a", Author.class)
                .getResultList());
    }

    @ParameterizedTest
    @EnumSource
    void aFlush(Late late) {
        in("acme", () -> {
            entityManager.getTransaction().begin();
            entityManager.persist(new Book(9, entityManager.find(Author.class, 1L), "acme9"));
        });

        late.isRefused(() -> entityManager.flush());
    }

    @ParameterizedTest
    @EnumSource
    void aStatelessSession(Late late) {
        StatelessSession[] session = new StatelessSession[1];
        in("acme", () -> {
            session[0] = application
                    .bean(EntityManagerFactory.class)
                    .unwrap(SessionFactory.class)
                    .openStatelessSession();
            session[0].beginTransaction();
            assertThat(session[0].get(Author.class, 1L).getName()).isEqualTo("acme");
        });

        late.isRefused(() -> session[0].get(Author.class, 1L));
        late.run(() -> session[0].close());
    }
}
