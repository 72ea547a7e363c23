package io.tenantschemas.isolationcheck.operation;

import io.tenantschemas.isolationcheck.access.Savepoint;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Ending;
import io.tenantschemas.isolationcheck.run.Operation;

/** A transaction of which a part is rolled back to a savepoint. */
public final class WithSavepoint implements Operation {

    @Override
    public void run(Attempt attempt) {
        Ending ending = attempt.ending();
        attempt.in(
                attempt.place(),
                () -> attempt.transaction(attempt.node().transaction(), ending, visit -> {
                    visit.act(2);
                    Savepoint savepoint = Savepoint.set(attempt.node().dataSource());
                    Runnable model = visit.change().savepoint();
                    visit.act(3);
                    if (attempt.choices().oneIn(2)) {
                        attempt.note("roll back to savepoint");
                        savepoint.rollBack();
                        model.run();
                    }
                    visit.checkIdentity();
                    visit.act(2);
                    visit.checkRows();
                }));
    }
}
