package io.tenantschemas.autoconfigure.command;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import io.tenantschemas.command.Console;
import io.tenantschemas.command.StatusLine;
import io.tenantschemas.command.TenantCommands;
import io.tenantschemas.command.TenantCommands.Answered;
import io.tenantschemas.command.TenantCommands.Invocation;
import io.tenantschemas.command.TenantCommands.Ready;
import io.tenantschemas.command.Terminals;

/** The process while it is a command: it has the standard output to itself, and ends when the command does. */
final class CommandProcess {

    private final Console console;

    private final Ready command;

    private CommandProcess(Console console, Ready command) {
        this.console = console;
        this.command = command;
    }

    /** Makes this process a command. Does not return when help or a complaint is all there is to say. */
    static CommandProcess begin(CommandArguments arguments) {
        Console console = takeOutput();
        Invocation invocation =
                TenantCommands.read(console, arguments.word(), arguments.own().toArray(String[]::new));
        if (invocation instanceof Answered answered) {
            System.exit(answered.exitCode());
        }
        return new CommandProcess(console, (Ready) invocation);
    }

    /** Keeps standard output for the answer; whatever else writes to it, such as a log, writes to standard error. */
    private static Console takeOutput() {
        PrintStream out = System.out;
        Optional<StatusLine> line = Terminals.statusLine(System.err, charset("stderr.encoding"));
        // So that nobody writes into the line.
        line.ifPresent(last -> System.setErr(new PrintStream(last, true, charset("stderr.encoding"))));
        System.setOut(System.err);
        PrintWriter err = writer(System.err, "stderr.encoding");
        return new Console(
                writer(out, "stdout.encoding"),
                err,
                line.orElse(null),
                Terminals.question(err, charset("stdin.encoding")).orElse(null));
    }

    private static PrintWriter writer(PrintStream stream, String encoding) {
        return new PrintWriter(new OutputStreamWriter(stream, charset(encoding)), true);
    }

    private static Charset charset(String encoding) {
        return Charset.forName(
                System.getProperty(encoding, Charset.defaultCharset().name()));
    }

    /** Runs the command with the beans of that application, and ends the process. */
    void run(ConfigurableApplicationContext context) {
        end(context, command.run(new ApplicationBeans(context), console));
    }

    /** Says why nothing could be done, and ends the process. */
    void fail(@Nullable ConfigurableApplicationContext context, Throwable failure) {
        end(context, command.fail(failure, console));
    }

    private static void end(@Nullable ConfigurableApplicationContext context, int exitCode) {
        if (context != null) {
            // Before the exit, whose shutdown hook would wait for the refresh that this thread is in the middle of.
            context.close();
        }
        System.exit(exitCode);
    }
}
