package io.tenantschemas.migrate;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.springframework.util.Assert;

import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangeListener;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * Knows which tenants' schemas have been through all that this application has for them, as their histories say.
 *
 * <p>One that is current stays so until its tenant changes or it is migrated, by whomever; one that is behind is asked again once a
 * second at most, for as long as somebody wants to know. One that has been through more than is known here is current: a newer
 * application may have migrated it.
 *
 * <p>A schema that does not exist, or whose migrations failed or were changed after they ran, is behind. So is one whose history
 * cannot be read, as far as its tenant is concerned: it is {@link SchemaReadiness.State#UNKNOWN}, and not current.
 *
 * <p>The database is asked in a thread of its own. A hundred threads at most wait for an answer, for two seconds at most, and none
 * while the database has not answered for as long; to all others it is unknown.
 */
public final class CurrentSchemas implements SchemaReadiness, TenantChangeListener, AutoCloseable {

    private static final int ROOM = 100_000;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SchemaAnswers answers;

    private final SchemaQuestions questions;

    /**
     * Creates them without knowing anything.
     *
     * @param migrator knows the migrations, and reads histories; asked for at each use
     */
    public CurrentSchemas(Supplier<SchemaMigrator> migrator) {
        this(migrator, ROOM, PATIENCE, System::nanoTime);
    }

    CurrentSchemas(Supplier<SchemaMigrator> migrator, int room, Duration patience, LongSupplier nanoTime) {
        Assert.notNull(migrator, "'migrator' must not be null");
        this.answers = new SchemaAnswers(room, nanoTime);
        this.questions = new SchemaQuestions(new SchemaStates(migrator, nanoTime), patience, nanoTime);
    }

    @Override
    public State of(Tenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        SchemaQuestion question = answers.of(tenant);
        return question.isOpen() ? questions.ask(question) : question.state();
    }

    @Override
    public void prepare(List<Tenant> tenants) {
        Assert.notNull(tenants, "'tenants' must not be null");
        questions.askAll(
                tenants.stream().map(answers::of).filter(SchemaQuestion::isOpen).toList());
    }

    /** Forgets what is known of the schemas that changed, so that they are asked about again. */
    @Override
    public void onTenantChange(TenantChange change) {
        Assert.notNull(change, "'change' must not be null");
        if (change instanceof TenantChange.Everything) {
            answers.forgetAll();
        } else {
            answers.forget(change.schemas());
        }
    }

    /** Forgets what is known of that schema, which was migrated. */
    public void forget(SchemaName schema) {
        Assert.notNull(schema, "'schema' must not be null");
        answers.forget(List.of(schema));
    }

    /**
     * Returns how many schemas were behind when that was last found out, of those that somebody wanted to know about within the last
     * ten minutes: also while they are asked about again, or cannot be. What was forgotten counts once it was found out again.
     */
    public int behind() {
        return answers.behind();
    }

    /** Asks nothing any more. What is known remains known. */
    @Override
    public void close() {
        questions.close();
    }

    /** Returns of how many schemas something is known. */
    int size() {
        return answers.size();
    }
}
