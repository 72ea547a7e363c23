package io.tenantschemas.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.tenantschemas.migrate.MigrationStop;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a run by signals; that they arrive is shown with a process of its own. */
class EndingSignalsTests {

    private static final int HUP = 1;

    private static final int INT = 2;

    private static final int TERM = 15;

    private final MigrationStop stop = new MigrationStop();

    private final StringWriter err = new StringWriter();

    private final List<Integer> halts = new ArrayList<>();

    private final EndingSignals signals = new EndingSignals(stop, new PrintWriter(err), halts::add);

    @Test
    void withoutAnyTheRunGoesOn() {
        assertThat(signals.exitCode()).isEmpty();
        assertThat(stop.isRequested()).isFalse();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theFirstLetsFinishWhatIsRunning() {
        signals.receive(INT);
        assertThat(stop.isRequested()).isTrue();
        assertThat(stop.isInterrupted()).isFalse();
        assertThat(signals.exitCode()).hasValue(130);
        assertThat(err.toString()).startsWith("Stopping.").contains("once more");
    }

    @Test
    void theSecondBreaksOffWhatIsRunning() {
        signals.receive(HUP);
        signals.receive(INT);
        assertThat(stop.isInterrupted()).isTrue();
        assertThat(halts).isEmpty();
        assertThat(signals.exitCode()).hasValue(129);
    }

    @Test
    void theThirdEndsTheProcess() {
        signals.receive(TERM);
        signals.receive(TERM);
        signals.receive(INT);
        assertThat(halts).containsExactly(143);
    }
}
