package io.tenantschemas.autoconfigure.provision;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.hibernate.HibernateTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.app.Client;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** However a tenant is saved, on the only connection there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SavingContract {

    private Provisioned application;

    private SessionFactory sessions;

    private EntityManager entityManager;

    abstract Provisioned application();

    @BeforeAll
    void start() {
        application = application();
        sessions = application.bean(EntityManagerFactory.class).unwrap(SessionFactory.class);
        entityManager =
                SharedEntityManagerCreator.createSharedEntityManager(application.bean(EntityManagerFactory.class));
    }

    @AfterEach
    void nothingIsRemembered() {
        application.assertAsBefore();
    }

    @AfterAll
    void stop() {
        if (application != Provisioned.shared()) {
            application.close();
        }
    }

    @Test
    void savesThroughARepository() {
        Client acme = application.clients().save(client("acme"));
        application.assertComplete(acme);
    }

    @Test
    void savesThroughARepositoryWithinATransaction() {
        Client acme = client("acme");
        application.transaction().executeWithoutResult(status -> {
            application.clients().save(acme);
            assertThat(application
                            .jdbc()
                            .sql("SHOW search_path")
                            .query(String.class)
                            .single())
                    .startsWith("public");
        });
        application.assertComplete(acme);
    }

    @Test
    void savesThroughAnEntityManager() {
        Client acme = client("acme");
        application.transaction().executeWithoutResult(status -> entityManager.persist(acme));
        application.assertComplete(acme);
    }

    @Test
    void savesByMergingWhatIsNew() {
        Client acme = client("acme");
        application.transaction().executeWithoutResult(status -> entityManager.merge(acme));
        application.assertComplete(acme);
    }

    @Test
    void savesSeveralAtOnce() {
        Client acme = client("acme");
        Client globex = client("globex");
        application.clients().saveAll(List.of(acme, globex));
        application.assertComplete(acme, globex);
    }

    @Test
    void savesInATransactionOfHibernatesOwn() {
        Client acme = client("acme");
        try (Session session = sessions.openSession()) {
            Transaction transaction = session.beginTransaction();
            session.persist(acme);
            transaction.commit();
        }
        application.assertComplete(acme);
    }

    @Test
    void savesSeveralTimesInOneSession() {
        Client acme = client("acme");
        Client globex = client("globex");
        Client initech = client("initech");
        try (Session session = sessions.openSession()) {
            session.beginTransaction();
            session.persist(acme);
            session.getTransaction().commit();
            session.beginTransaction();
            session.persist(globex);
            session.getTransaction().rollback();
            session.beginTransaction();
            session.persist(initech);
            session.getTransaction().commit();
        }
        application.assertComplete(acme, initech);
        application.assertNothingOf(globex);
        assertThat(application.events().recorded())
                .containsExactly("created " + acme.getSchemaName(), "created " + initech.getSchemaName());
    }

    @Test
    void savesThroughAStatelessSession() {
        Client acme = client("acme");
        sessions.inStatelessTransaction(session -> session.insert(acme));
        application.assertComplete(acme);
    }

    @Test
    void savesSeveralThroughAStatelessSession() {
        Client acme = client("acme");
        Client globex = client("globex");
        sessions.inStatelessTransaction(session -> session.insertMultiple(List.of(acme, globex)));
        application.assertComplete(acme, globex);
    }

    @Test
    void savesThroughASessionThatSharesSpringsTransaction() {
        Client acme = client("acme");
        application.transaction().executeWithoutResult(status -> {
            try (Session session = entityManager
                    .unwrap(Session.class)
                    .sessionWithOptions()
                    .connection()
                    .openSession()) {
                session.persist(acme);
                session.flush();
            }
        });
        application.assertComplete(acme);
    }

    @Test
    void savesThroughAStatelessSessionOnTheConnectionOfSpringsTransaction() {
        Client acme = client("acme");
        application.transaction().executeWithoutResult(status -> insertOnConnectionOfSpring(acme));
        application.assertComplete(acme);
        assertThat(application.events().recorded())
                .containsExactly("created " + acme.getSchemaName(), "committed " + acme.getSchemaName());
    }

    @Test
    void forgetsWhatAStatelessSessionSavedInATransactionOfSpringsThatIsRolledBack() {
        Client acme = client("acme");
        application.transaction().executeWithoutResult(status -> {
            insertOnConnectionOfSpring(acme);
            status.setRollbackOnly();
        });
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    private void insertOnConnectionOfSpring(Client client) {
        Connection connection = DataSourceUtils.getConnection(application.bean(DataSource.class));
        try (StatelessSession session = sessions.openStatelessSession(connection)) {
            session.insert(client);
        } finally {
            DataSourceUtils.releaseConnection(connection, application.bean(DataSource.class));
        }
    }

    @Test
    void leavesNothingOfARollback() {
        Client acme = client("acme");
        Client globex = client("globex");
        application.transaction().executeWithoutResult(status -> {
            application.clients().saveAndFlush(acme);
            entityManager.persist(globex);
            status.setRollbackOnly();
        });
        application.assertNothingOf(acme, globex);
    }

    @Test
    void leavesNothingOfASavepointThatIsRolledBackAndSavesTheRest() {
        Client acme = client("acme");
        Client globex = client("globex");
        Client initech = client("initech");
        application.transaction().executeWithoutResult(status -> {
            application.clients().save(acme);
            rollingBack(() -> {
                application.clients().save(globex);
                // Asks for a flush that is not needed.
                entityManager.createQuery("select 1", Integer.class).getResultList();
            });
            application.clients().save(initech);
        });
        application.assertComplete(acme, initech);
        application.assertNothingOf(globex);
        assertThat(application.events().recorded())
                .doesNotContain("created " + globex.getSchemaName(), "committed " + globex.getSchemaName());
    }

    @Test
    void leavesNothingOfASavepointThatIsRolledBackAfterAFlush() {
        Client acme = client("acme");
        Client globex = client("globex");
        application.transaction().executeWithoutResult(status -> {
            application.clients().saveAndFlush(acme);
            rollingBack(() -> application.clients().saveAndFlush(globex));
        });
        application.assertComplete(acme);
        application.assertNothingOf(globex);
    }

    @Test
    void leavesNothingOfASavepointInATransactionOfHibernatesOwn() {
        Client acme = client("acme");
        Client globex = client("globex");
        try (Session session = sessions.openSession()) {
            session.beginTransaction();
            session.persist(acme);
            session.doWork(connection -> {
                Savepoint savepoint = connection.setSavepoint();
                session.persist(globex);
                connection.rollback(savepoint);
            });
            session.getTransaction().commit();
        }
        application.assertComplete(acme);
        application.assertNothingOf(globex);
    }

    @Test
    void leavesNothingOfANestedTransaction() {
        // Spring has them with Hibernate only through this transaction manager.
        HibernateTransactionManager transactions = new HibernateTransactionManager(sessions);
        transactions.setNestedTransactionAllowed(true);
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        TransactionTemplate nested = new TransactionTemplate(transactions);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        Client acme = client("acme");
        Client globex = client("globex");
        transaction.executeWithoutResult(status -> {
            entityManager.persist(acme);
            nested.executeWithoutResult(inner -> {
                entityManager.persist(globex);
                inner.setRollbackOnly();
            });
        });
        application.assertComplete(acme);
        application.assertNothingOf(globex);
    }

    @Test
    void savesAgainWhatASavepointTookBack() {
        Client rolledBack = client("acme");
        Client acme = client(rolledBack.getSchemaName(), rolledBack.getPrimaryDomain());
        application.transaction().executeWithoutResult(status -> {
            rollingBack(() -> application.clients().save(rolledBack));
            application.clients().save(acme);
        });
        application.assertComplete(acme);
    }

    @Test
    void savesWhatWasDeletedInASavepointThatIsRolledBack() {
        Client acme = client("acme");
        application.transaction().executeWithoutResult(status -> {
            application.clients().saveAndFlush(acme);
            rollingBack(() -> {
                application.clients().delete(acme);
                application.clients().flush();
            });
            entityManager.clear();
        });
        application.assertComplete(acme);
    }

    @Test
    void leavesNothingOfWhatIsSavedAndDeletedInOneTransaction() {
        Client acme = client("acme");
        application.transaction().executeWithoutResult(status -> {
            application.clients().saveAndFlush(acme);
            application.clients().delete(acme);
        });
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void keepsNothingOfSessionsThatAreOver() {
        List<WeakReference<Session>> over = List.of(saveAndCommit(), saveAndFail());
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            System.gc();
            assertThat(over).allSatisfy(session -> assertThat(session.get()).isNull());
        });
    }

    private WeakReference<Session> saveAndCommit() {
        try (Session session = sessions.openSession()) {
            session.beginTransaction();
            session.persist(client("acme"));
            session.getTransaction().commit();
            return new WeakReference<>(session);
        }
    }

    private WeakReference<Session> saveAndFail() {
        application.script().first(tenant -> {
            throw new IllegalStateException("no seeds");
        });
        try (Session session = sessions.openSession()) {
            session.beginTransaction();
            session.persist(client("acme"));
            assertThatThrownBy(() -> session.getTransaction().commit()).hasRootCauseMessage("no seeds");
            return new WeakReference<>(session);
        }
    }

    private void rollingBack(Runnable work) {
        application.bean(JdbcTemplate.class).execute((Connection connection) -> {
            Savepoint savepoint = connection.setSavepoint();
            work.run();
            connection.rollback(savepoint);
            return true;
        });
    }
}
