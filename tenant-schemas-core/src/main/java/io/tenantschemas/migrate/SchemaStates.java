package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.context.SchemaReadiness.State;

/**
 * Finds out how it stands with tenants' schemas: the histories of all who are asked about are read together, and what a history means
 * is worked out once. Not safe for use by several threads, except for what says so.
 */
final class SchemaStates {

    private static final Log logger = LogFactory.getLog(CurrentSchemas.class);

    private static final int REMEMBERED = 100;

    private final Supplier<SchemaMigrator> migrator;

    private final Map<Object, State> meanings = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, State> eldest) {
            return size() > REMEMBERED;
        }
    };

    private boolean hasToldOfBehind;

    private final UnknownSchemas unknown;

    /** Creates them; the migrator is asked for at each use. */
    SchemaStates(Supplier<SchemaMigrator> migrator, LongSupplier nanoTime) {
        this.migrator = migrator;
        this.unknown = new UnknownSchemas(nanoTime);
    }

    /**
     * Makes the migrator, in the thread that wants to know: another one might wait for a lock on the application's beans that this
     * one holds. Safe for use by several threads.
     */
    void makeReady() {
        try {
            Objects.requireNonNull(migrator.get());
        } catch (RuntimeException failure) {
            // Whoever asks meets it, too, and tells of it.
            logger.debug("There is no migrator yet.", failure);
        }
    }

    /**
     * Finds the answer to each of the questions, and passes those that can be found to {@code action}.
     *
     * @return whether the database could be asked at all
     */
    boolean find(List<SchemaQuestion> questions, BiConsumer<SchemaQuestion, State> action) {
        Map<MigrationTarget, List<SchemaQuestion>> byTarget = new LinkedHashMap<>();
        questions.forEach(question -> byTarget.computeIfAbsent(question.target(), another -> new ArrayList<>())
                .add(question));
        Answers answers = (target, state) -> {
            tell(target, state);
            byTarget.getOrDefault(target, List.of()).forEach(question -> action.accept(question, state));
        };
        try {
            migrator.get().alike(List.copyOf(byTarget.keySet())).forEach(group -> find(group, answers));
            return true;
        } catch (RuntimeException failure) {
            unknown.addAll(questions.get(0).target(), failure);
            return !(failure instanceof DatabaseUnreachableException);
        }
    }

    private void find(AlikeTargets group, Answers answers) {
        State known = meanings.get(group.state());
        if (known != null) {
            group.targets().forEach(target -> answers.add(target, known));
            return;
        }
        State first = ask(group.first());
        answers.add(group.first(), first);
        // Somebody may have migrated it after its history was read, and then the answer is not about that.
        if (first != State.UNKNOWN && isStillLike(group)) {
            meanings.put(group.state(), first);
            group.others().forEach(target -> answers.add(target, first));
        } else {
            group.others().forEach(target -> answers.add(target, ask(target)));
        }
    }

    private boolean isStillLike(AlikeTargets group) {
        return migrator.get().alike(List.of(group.first())).get(0).state().equals(group.state());
    }

    private State ask(MigrationTarget target) {
        try {
            return migrator.get().isBehind(target) ? State.BEHIND : State.CURRENT;
        } catch (DatabaseUnreachableException nobodyCanBeAsked) {
            throw nobodyCanBeAsked;
        } catch (RuntimeException failure) {
            unknown.add(target, failure);
            return State.UNKNOWN;
        }
    }

    private void tell(MigrationTarget target, State state) {
        if (state != State.UNKNOWN) {
            unknown.remove(target);
        }
        if (state == State.BEHIND) {
            tellOfBehind(target);
        }
    }

    private void tellOfBehind(MigrationTarget target) {
        String message =
                ("The schema '%s' is behind this application's migrations, so its tenant is not served until it is"
                                + " migrated (tenant-schemas.migrations.require-current).")
                        .formatted(target.schema());
        if (hasToldOfBehind) {
            logger.debug(message);
        } else {
            logger.warn(message + " Of further ones nothing is said.");
            hasToldOfBehind = true;
        }
    }

    @FunctionalInterface
    private interface Answers {

        void add(MigrationTarget target, State state);
    }
}
