package io.tenantschemas.isolationcheck.run;

import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.isolationcheck.operation.FailingStatement;
import io.tenantschemas.isolationcheck.operation.ForEveryTenant;
import io.tenantschemas.isolationcheck.operation.FormerTenant;
import io.tenantschemas.isolationcheck.operation.HeldConnection;
import io.tenantschemas.isolationcheck.operation.HeldStatement;
import io.tenantschemas.isolationcheck.operation.InTransaction;
import io.tenantschemas.isolationcheck.operation.KeptAcrossReuse;
import io.tenantschemas.isolationcheck.operation.KilledBackend;
import io.tenantschemas.isolationcheck.operation.LeftBehind;
import io.tenantschemas.isolationcheck.operation.LifeCycle;
import io.tenantschemas.isolationcheck.operation.LostCommit;
import io.tenantschemas.isolationcheck.operation.MovedPath;
import io.tenantschemas.isolationcheck.operation.MovedPathUndone;
import io.tenantschemas.isolationcheck.operation.MovedPathWithoutTransaction;
import io.tenantschemas.isolationcheck.operation.NestedBinding;
import io.tenantschemas.isolationcheck.operation.OnPlainConnection;
import io.tenantschemas.isolationcheck.operation.OnPooledThread;
import io.tenantschemas.isolationcheck.operation.OnStatelessSession;
import io.tenantschemas.isolationcheck.operation.ReadOnly;
import io.tenantschemas.isolationcheck.operation.RefusedSwitch;
import io.tenantschemas.isolationcheck.operation.RefusedSwitchInNewTransaction;
import io.tenantschemas.isolationcheck.operation.RequiresNew;
import io.tenantschemas.isolationcheck.operation.SharedWork;
import io.tenantschemas.isolationcheck.operation.SwitchAroundTransaction;
import io.tenantschemas.isolationcheck.operation.UnknownName;
import io.tenantschemas.isolationcheck.operation.WithSavepoint;
import io.tenantschemas.isolationcheck.operation.WithoutTransaction;

/** What is done how often. */
final class Operations {

    private final List<Operation> weighted = new ArrayList<>();

    private final int poolSize;

    private Operations(int poolSize) {
        this.poolSize = poolSize;
    }

    /** Returns the operations that need no more connections than a pool of that size has. */
    static Operations forPool(int size) {
        return new Operations(size)
                .add(60, new InTransaction())
                .add(12, new ReadOnly())
                .add(20, new WithoutTransaction())
                .add(20, new OnPlainConnection())
                .add(10, new OnStatelessSession())
                .add(20, new WithSavepoint())
                .add(15, new NestedBinding())
                .add(12, new SwitchAroundTransaction())
                .add(10, new RequiresNew())
                .add(8, new RefusedSwitch())
                .add(6, new RefusedSwitchInNewTransaction())
                .add(10, new SharedWork())
                .add(15, new MovedPath())
                .add(8, new MovedPathUndone())
                .add(8, new MovedPathWithoutTransaction())
                .add(8, new FailingStatement())
                .add(1, new KilledBackend())
                .add(2, new LostCommit())
                .add(8, new HeldConnection())
                .add(12, new OnPooledThread())
                .add(4, new UnknownName())
                .add(2, new ForEveryTenant())
                .add(4, new LifeCycle())
                .add(2, new KeptAcrossReuse())
                .add(8, new FormerTenant())
                .add(14, new LeftBehind())
                .add(6, new HeldStatement());
    }

    private Operations add(int weight, Operation operation) {
        for (int i = 0; i < weight && operation.connections() <= poolSize; i++) {
            weighted.add(operation);
        }
        return this;
    }

    /** Returns all operations, each once. */
    List<Operation> all() {
        return weighted.stream().distinct().toList();
    }

    Operation choose(Choices choices) {
        return choices.oneOf(weighted);
    }
}
