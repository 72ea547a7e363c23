package io.tenantschemas.command;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationScope;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;

/** A bar in the last line of a terminal, and above it what failed. */
final class TerminalBar implements Progress {

    private static final int MILLIS = 200;

    private final StatusLine line;

    private final FailureLines failures;

    private @Nullable ProgressBar bar;

    private int failed;

    private int putOff;

    TerminalBar(StatusLine line, PrintWriter err) {
        this.line = line;
        this.failures = new FailureLines(err);
    }

    @Override
    public void started(MigrationScope scope, int schemas) {
        close();
        bar = new ProgressBarBuilder()
                .setTaskName(scope == MigrationScope.SHARED ? "Shared schema" : "Tenants")
                .setInitialMax(schemas)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLIS)
                .continuousUpdate()
                .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setConsumer(new Consumer(line))
                .build();
    }

    @Override
    public void putOff(MigrationTarget target, MigrationFailure failure) {
        putOff++;
        tellOthers();
    }

    @Override
    public void finished(SchemaMigrationResult result) {
        if (result instanceof Failed failure) {
            failed++;
            failures.write(failure);
            tellOthers();
        }
        if (bar != null) {
            bar.step();
        }
    }

    private void tellOthers() {
        if (bar != null) {
            bar.setExtraMessage((failed > 0 ? ", " + failed + " failed" : "")
                    + (putOff > 0 ? ", " + Numbers.times(putOff) + " put off" : ""));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        line.clear();
    }

    /** Takes what the bar looks like. The library's own would look for a terminal and write past everybody else. */
    private record Consumer(StatusLine line) implements ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return line.width();
        }

        @Override
        public void accept(String rendered) {
            line.show(rendered);
        }

        @Override
        public void close() {
            line.clear();
        }
    }
}
