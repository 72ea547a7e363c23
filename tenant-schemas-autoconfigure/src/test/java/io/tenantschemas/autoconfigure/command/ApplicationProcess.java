package io.tenantschemas.autoconfigure.command;

import java.io.IOException;
import java.util.List;

/**
 * A JVM that ran the application and has ended.
 *
 * @param exitCode its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record ApplicationProcess(int exitCode, String out, String err) {

    static ApplicationProcess run(List<String> arguments) throws IOException, InterruptedException {
        try (RunningProcess process = RunningProcess.start(arguments)) {
            return new ApplicationProcess(process.awaitEnd(), process.out(), process.err());
        }
    }
}
