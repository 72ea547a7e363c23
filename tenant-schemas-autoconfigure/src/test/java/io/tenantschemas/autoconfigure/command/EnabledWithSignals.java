package io.tenantschemas.autoconfigure.command;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.condition.EnabledIf;

/**
 * For tests with processes that are signalled or are at a terminal. They are skipped where the programs are not that are needed
 * for that, but not where all tests have to run.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "io.tenantschemas.autoconfigure.command.EnabledWithSignals$Programs#arePresent",
        disabledReason = "Needs 'env --default-signal' of GNU coreutils and 'script' of util-linux.")
@interface EnabledWithSignals {

    /** What has to be there. */
    final class Programs {

        private Programs() {}

        static boolean arePresent() {
            return "true".equals(System.getenv("CI"))
                    || (works("env", "--default-signal=INT", "true")
                            && works("script", "--quiet", "--return", "--command", "true", "/dev/null"));
        }

        private static boolean works(String... command) {
            try {
                Process process = new ProcessBuilder(List.of(command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                process.getOutputStream().close();
                try {
                    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
                } finally {
                    process.destroyForcibly();
                }
            } catch (IOException absent) {
                return false;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
