package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.springframework.util.Assert;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;

/**
 * The commands for operators.
 *
 * <p>Reading a command line needs nothing but the command line. Only {@link Ready#run} asks for what the command works with,
 * so that help and wrong usage are answered where there is no database.
 */
public final class TenantCommands {

    private static final Map<String, Supplier<OperatorCommand>> COMMANDS = Map.ofEntries(
            Map.entry("migrate-schemas", MigrateSchemasCommand::new),
            Map.entry("migration-status", MigrationStatusCommand::new),
            Map.entry("list-tenants", ListTenantsCommand::new),
            Map.entry("check-schemas", CheckSchemasCommand::new),
            Map.entry("create-tenant", CreateTenantCommand::new),
            Map.entry("clone-tenant", CloneTenantCommand::new),
            Map.entry("delete-tenant", DeleteTenantCommand::new),
            Map.entry("rename-tenant", RenameTenantCommand::new),
            Map.entry("suspend-tenant", SuspendTenantCommand::new),
            Map.entry("resume-tenant", ResumeTenantCommand::new),
            Map.entry("add-domain", AddDomainCommand::new),
            Map.entry("remove-domain", RemoveDomainCommand::new),
            Map.entry("run-in-tenant", RunInTenantCommand::new),
            Map.entry("run-in-all-tenants", RunInAllTenantsCommand::new));

    private TenantCommands() {}

    /** Returns the words that are commands. */
    public static Set<String> words() {
        return COMMANDS.keySet();
    }

    /** Returns whether that word is a command; any other is the application's own business. */
    public static boolean isCommand(String word) {
        return COMMANDS.containsKey(word);
    }

    /** What a command line comes to. */
    public sealed interface Invocation {}

    /**
     * The command line has been answered already, with help or a complaint.
     *
     * @param exitCode the exit code
     */
    public record Answered(int exitCode) implements Invocation {}

    /** The command line is right, and the command can be run. */
    public static final class Ready implements Invocation {

        private final OperatorCommand command;

        private Ready(OperatorCommand command) {
            this.command = command;
        }

        /**
         * Runs the command. What it throws has been written to the console in one line, and with {@code --output=json} to
         * standard output, too: {@code {"error": {"type": ..., "schema": ..., "message": ...}}}.
         *
         * @return the exit code
         */
        public int run(CommandBeans beans, Console console) {
            try {
                return command.run(beans, console);
            } catch (ParameterException wrong) {
                return refuse(wrong, command.output, console);
            } catch (TenantFailedException failed) {
                return Complaint.of(failed).write(command.output, console);
            } catch (RuntimeException failure) {
                return fail(failure, console);
            } finally {
                console.flush();
            }
        }

        /**
         * Says in one line why nothing could be tried.
         *
         * @return the exit code for it
         */
        public int fail(Throwable failure, Console console) {
            return Complaint.thatNothingCouldBeDone(failure).write(command.output, console);
        }
    }

    /**
     * Reads a command line and answers it if that can be done on the spot.
     *
     * @param word one of the {@link #words()}
     * @param arguments what follows it
     */
    public static Invocation read(Console console, String word, String... arguments) {
        Assert.notNull(console, "'console' must not be null");
        Supplier<OperatorCommand> command = COMMANDS.get(word);
        Assert.notNull(command, () -> "'" + word + "' is no command");
        try {
            return read(console, command.get(), arguments);
        } catch (ParameterException wrong) {
            return new Answered(refuse(wrong, OutputFormat.wantedBy(arguments), console));
        } finally {
            console.flush();
        }
    }

    private static int refuse(ParameterException wrong, OutputFormat output, Console console) {
        int exitCode = Complaint.ofUsage(wrong).write(output, console);
        PrintWriter err = console.err();
        UnmatchedArgumentException.printSuggestions(wrong, err);
        wrong.getCommandLine().usage(err);
        return exitCode;
    }

    private static Invocation read(Console console, OperatorCommand command, String... arguments) {
        // Otherwise an argument that begins with "@" would stand for what is in a file of that name.
        CommandLine line = new CommandLine(command)
                .setExpandAtFiles(false)
                .registerConverter(SchemaName.class, value -> converted(value, SchemaName::of))
                .registerConverter(HostName.class, value -> converted(value, HostName::of));
        command.configure(line);
        if (line.parseArgs(arguments).isUsageHelpRequested()) {
            line.usage(console.out());
            return new Answered(ExitCode.DONE);
        }
        command.validate();
        return new Ready(command);
    }

    private static <T> T converted(String value, Function<String, T> converter) {
        try {
            return converter.apply(value);
        } catch (InvalidSchemaNameException | InvalidHostException invalid) {
            throw new TypeConversionException(invalid.getMessage());
        }
    }
}
