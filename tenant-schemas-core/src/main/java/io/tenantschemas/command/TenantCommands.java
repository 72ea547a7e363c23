package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.util.Assert;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;

/**
 * The commands for operators.
 *
 * <p>Reading a command line needs nothing but the command line. Only {@link Ready#run} asks for what the command works with,
 * so that help and wrong usage are answered where there is no database.
 */
public final class TenantCommands {

    private static final Map<String, Supplier<OperatorCommand>> COMMANDS = Map.of(
            "migrate-schemas",
            MigrateSchemasCommand::new,
            "migration-status",
            MigrationStatusCommand::new,
            "list-tenants",
            ListTenantsCommand::new);

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
         * Runs the command. What it throws has been written to the console in one line.
         *
         * @return the exit code
         */
        public int run(CommandBeans beans, Console console) {
            try {
                return command.run(beans, console);
            } catch (ParameterException wrong) {
                return refuse(wrong, console);
            } catch (RuntimeException failure) {
                return complain(failure, console);
            } finally {
                console.flush();
            }
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
            return new Answered(refuse(wrong, console));
        } finally {
            console.flush();
        }
    }

    private static int refuse(ParameterException wrong, Console console) {
        PrintWriter err = console.err();
        err.println(wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        wrong.getCommandLine().usage(err);
        return ExitCode.WRONG_USAGE;
    }

    private static Invocation read(Console console, OperatorCommand command, String... arguments) {
        CommandLine line = new CommandLine(command).registerConverter(SchemaName.class, TenantCommands::schemaName);
        if (line.parseArgs(arguments).isUsageHelpRequested()) {
            line.usage(console.out());
            return new Answered(ExitCode.DONE);
        }
        command.validate();
        return new Ready(command);
    }

    /**
     * Says in one line why nothing could be tried.
     *
     * @return the exit code for it
     */
    public static int complain(Throwable failure, Console console) {
        console.err().println("Nothing could be done: " + FailureText.of(failure));
        console.flush();
        return ExitCode.NOTHING_TRIED;
    }

    private static SchemaName schemaName(String value) {
        try {
            return SchemaName.of(value);
        } catch (InvalidSchemaNameException invalid) {
            throw new TypeConversionException(invalid.getMessage());
        }
    }
}
