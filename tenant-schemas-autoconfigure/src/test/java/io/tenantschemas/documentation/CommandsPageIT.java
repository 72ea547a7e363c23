package io.tenantschemas.documentation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.command.CommandBeans;
import io.tenantschemas.command.Console;
import io.tenantschemas.command.MigrationDefaults;
import io.tenantschemas.command.TenantCommand;
import io.tenantschemas.command.TenantCommandBeans;
import io.tenantschemas.command.TenantCommands;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.documentation.Page.Block;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what {@code docs/commands.md} shows, from its top to its end: each block of command lines that has a block with the output
 * behind it. A comment says with what a line ends, if that is not zero.
 */
class CommandsPageIT {

    /** Commands that the page may not show without what comes of it. */
    private static final Set<String> SHOWN_WITH_OUTPUT = Set.of(
            "create-tenant",
            "clone-tenant",
            "delete-tenant",
            "rename-tenant",
            "suspend-tenant",
            "resume-tenant",
            "add-domain",
            "remove-domain",
            "run-in-tenant",
            "run-in-all-tenants");

    private static final Pattern LINE = Pattern.compile("java -jar app\\.jar (\\S+)(.*?)(?: # ends with (\\d))?");

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application = RunningApplication.startWithoutWeb(Application.class, "tenant-schemas.registry.listen=false");
        for (String schema : List.of("acme", "globex", "initech")) {
            application.bean(ClientRepository.class).save(new Client(schema, schema + ".example.com", schema));
        }
        application
                .bean(TenantTemplate.class)
                .executeWithoutResult(
                        "acme",
                        () -> application
                                .bean(NoteRepository.class)
                                .saveAll(List.of(new Note("buy milk"), new Note("sell bread"))));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void showsWhatComesOfEachCommand() {
        List<Block> blocks = Page.read(Repository.file("docs/commands.md")).blocks();
        List<Integer> run = IntStream.range(0, blocks.size() - 1)
                .filter(at -> blocks.get(at).language().equals("sh"))
                .filter(at -> Set.of("text", "json").contains(blocks.get(at + 1).language()))
                .filter(at -> follows(blocks.get(at + 1), blocks.get(at)))
                .boxed()
                .toList();
        SoftAssertions outputs = new SoftAssertions();
        run.forEach(at -> {
            StringWriter terminal = new StringWriter();
            blocks.get(at).code().lines().forEach(line -> run(line, terminal));
            outputs.assertThat(withoutSizes(terminal.toString().strip()))
                    .as(blocks.get(at).place())
                    .isEqualToNormalizingNewlines(
                            withoutSizes(blocks.get(at + 1).code().strip()));
        });
        outputs.assertAll();
        assertThat(words(run.stream().map(blocks::get)))
                .containsAll(SHOWN_WITH_OUTPUT)
                .contains("list-tenants", "migration-status", "check-schemas");
        assertThat(words(blocks.stream()
                        .filter(block -> block.language().equals("sh"))
                        .filter(block -> !run.contains(blocks.indexOf(block)))))
                .doesNotContainAnyElementsOf(SHOWN_WITH_OUTPUT);
    }

    @Test
    void showsNoCommandLineThatIsWrong() {
        SoftAssertions lines = new SoftAssertions();
        Page.read(Repository.file("docs/commands.md")).blocks().stream()
                .filter(block -> block.language().equals("sh"))
                .flatMap(block -> block.code().lines())
                .forEach(line -> {
                    Matcher command = LINE.matcher(line);
                    assertThat(command.matches()).as(line).isTrue();
                    StringWriter written = new StringWriter();
                    String[] own = Arrays.stream(arguments(command))
                            .filter(argument -> !argument.startsWith("--spring."))
                            .toArray(String[]::new);
                    lines.assertThat(TenantCommands.read(console(written, own), command.group(1), own))
                            .as("%s%n%s", line, written)
                            .isNotEqualTo(new TenantCommands.Answered(2));
                });
        lines.assertAll();
    }

    /** Returns whether nothing but an empty line is between the blocks. */
    private static boolean follows(Block later, Block earlier) {
        return lineOf(later) - lineOf(earlier) == earlier.code().lines().count() + 3;
    }

    private static long lineOf(Block block) {
        return Long.parseLong(block.place().substring(block.place().lastIndexOf(':') + 1));
    }

    private static List<String> words(Stream<Block> blocks) {
        return blocks.flatMap(block -> block.code().lines())
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }

    /** What a table takes depends on the version of PostgreSQL. */
    private static String withoutSizes(String text) {
        return text.replaceAll("[\\d.]+ kB", "N kB");
    }

    private static void run(String line, StringWriter terminal) {
        Matcher command = LINE.matcher(line);
        assertThat(command.matches()).as(line).isTrue();
        String[] arguments = arguments(command);
        StringWriter written = new StringWriter();
        int exitCode = run(console(written, arguments), command.group(1), arguments);
        String expected = Optional.ofNullable(command.group(3)).orElse("0");
        assertThat(exitCode).as(line + "\n" + written).isEqualTo(Integer.parseInt(expected));
        terminal.append(exitCode == 2 ? written.toString().split("Usage: ", 2)[0] : written.toString());
    }

    private static String[] arguments(Matcher command) {
        return Arrays.stream(command.group(2).split(" ", -1))
                .filter(argument -> !argument.isEmpty())
                .toArray(String[]::new);
    }

    private static int run(Console console, String word, String... arguments) {
        TenantCommands.Invocation invocation = TenantCommands.read(console, word, arguments);
        return invocation instanceof TenantCommands.Ready ready
                ? ready.run(new Beans(application.context()), console)
                : ((TenantCommands.Answered) invocation).exitCode();
    }

    /** Returns a terminal with somebody at it who types the name that was given. */
    private static Console console(StringWriter terminal, String... arguments) {
        PrintWriter both = new PrintWriter(terminal, true);
        boolean isForPrograms = List.of(arguments).contains("--output=json");
        PrintWriter err = isForPrograms ? new PrintWriter(PrintWriter.nullWriter()) : both;
        return new Console(both, err, null, prompt -> {
            both.println(prompt + arguments[0]);
            return Optional.of(arguments[0]);
        });
    }

    private record Beans(ApplicationContext context) implements CommandBeans {

        @Override
        public <T> T get(Class<T> type) {
            if (type == MigrationDefaults.class) {
                return type.cast(new MigrationDefaults(1));
            }
            return type == TenantCommandBeans.class ? type.cast(commands()) : context.getBean(type);
        }

        private TenantCommandBeans commands() {
            return TenantCommandBeans.of(
                    List.of(context.getBeanNamesForType(TenantCommand.class)),
                    name -> context.getBean(name, TenantCommand.class));
        }
    }

    /** The application of the page. */
    @Configuration(proxyBeanMethods = false)
    @Import(ClientApplication.class)
    static class Application {

        @Bean
        CountNotes countNotes(NoteRepository notes) {
            return new CountNotes(notes);
        }

        @Bean
        TenantCommand closeBooks() {
            return (arguments, out) -> {
                if (TenantContext.currentSchema().value().equals("initech")) {
                    throw new IllegalStateException("No books are kept.");
                }
                out.println("closed");
            };
        }
    }
}
