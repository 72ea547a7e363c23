package io.tenantschemas.autoconfigure.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.tenantschemas.autoconfigure.command.CommandOutcome.wrongUsage;
import static org.assertj.core.api.Assertions.assertThat;

/** What comes of command lines where nothing can be tried, or nothing is meant to be. */
class UntriedCommandsProcessIT {

    private static Stream<CommandOutcome> wrong() {
        return Stream.of(
                wrongUsage("migrate-schemas --paralel=2", "Unknown option: '--paralel=2'"),
                wrongUsage("migrate-schemas --parallel=0", "Invalid value for option '--parallel': at least one"),
                wrongUsage("migrate-schemas --target=1", "'--target' needs '--shared' or '--tenant'"),
                wrongUsage("migrate-schemas --schema=Acme", "Invalid value for option '--schema'"),
                wrongUsage("migration-status --schema=pg_acme", "Invalid value for option '--schema'"),
                wrongUsage("migration-status acme", "Unmatched argument at index"),
                wrongUsage("create-tenant --domain=acme.example.com", "Missing required parameter: 'NAME'"),
                wrongUsage("create-tenant acme", "Missing required option: '--domain=HOST'"),
                wrongUsage("create-tenant Acme --domain=acme.example.com", "Invalid value for positional parameter"),
                wrongUsage("create-tenant acme --domain=acme..com", "Invalid value for option '--domain'"),
                wrongUsage("create-tenant acme --domain=acme.com --set name", "Value for option"),
                wrongUsage("clone-tenant acme --domain=acme.example.com", "Missing required parameter: 'TO'"),
                wrongUsage("clone-tenant acme acme --domain=acme.example.com", "'acme' cannot be a copy of itself"),
                wrongUsage("clone-tenant acme globex", "Missing required option: '--domain=HOST'"),
                wrongUsage("rename-tenant acme", "Missing required parameter"),
                wrongUsage("rename-tenant acme Globex", "Invalid value for positional parameter"),
                wrongUsage("rename-tenant acme acme", "'acme'"),
                wrongUsage("delete-tenant --yes", "Missing required parameter: 'NAME'"),
                wrongUsage("delete-tenant acme --no", "Unknown option: '--no'"),
                wrongUsage("list-tenants acme", "Unmatched argument at index"),
                wrongUsage("add-domain acme", "Missing required parameter: 'DOMAIN'"),
                wrongUsage("add-domain acme https://acme.example.com", "Invalid value for positional parameter"),
                wrongUsage("remove-domain acme acme..com", "Invalid value for positional parameter"),
                wrongUsage("suspend-tenant", "Missing required parameter: 'NAME'"),
                wrongUsage("suspend-tenant pg_catalog", "Invalid value for positional parameter"),
                wrongUsage("resume-tenant acme globex", "Unmatched argument at index"),
                wrongUsage("check-schemas --schema=Acme", "Invalid value for option '--schema'"),
                wrongUsage("check-schemas --mend", "Unknown option: '--mend'"),
                wrongUsage("run-in-tenant addProduct", "Missing required option: '--schema=NAME'"),
                wrongUsage("run-in-tenant --schema=acme", "Missing required parameter: 'COMMAND'"),
                wrongUsage("run-in-all-tenants", "Missing required parameter: 'COMMAND'"),
                wrongUsage("run-in-all-tenants --schema=acme addProduct", "Unknown option: '--schema=acme'"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhatIsWrongWithoutStartingTheApplication(CommandOutcome outcome) throws Exception {
        outcome.verify(words -> words);
    }

    private static Stream<CommandOutcome> withoutDatabase() {
        Stream<CommandOutcome> migrations = Stream.of("migrate-schemas", "migration-status")
                .map(
                        line -> new CommandOutcome(
                                line,
                                3,
                                "DatabaseUnreachableException",
                                "Nothing could be done: There is no connection to the database to be had: Connection to 127.0.0.1:1 refused."));
        Stream<CommandOutcome> others = Stream.of(
                        "create-tenant acme --domain=acme.example.com",
                        "clone-tenant acme globex --domain=globex.example.com",
                        "rename-tenant acme globex",
                        "delete-tenant acme --yes",
                        "list-tenants",
                        "add-domain acme acme.example.com",
                        "remove-domain acme acme.example.com",
                        "suspend-tenant acme",
                        "resume-tenant acme",
                        "check-schemas",
                        "run-in-tenant --schema=acme addProduct anvil",
                        "run-in-all-tenants addProduct anvil")
                .map(line -> new CommandOutcome(
                        line, 3, "PSQLException", "Nothing could be done: Connection to 127.0.0.1:1 refused."));
        return Stream.concat(migrations, others);
    }

    @ParameterizedTest
    @MethodSource("withoutDatabase")
    void triesNothingWithoutADatabase(CommandOutcome outcome) throws Exception {
        outcome.verify(words -> {
            List<String> all = new ArrayList<>(words);
            all.add("--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none");
            all.add("--logging.level.root=off");
            return all;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrate-schemas",
                "migration-status",
                "create-tenant",
                "clone-tenant",
                "rename-tenant",
                "delete-tenant",
                "list-tenants",
                "add-domain",
                "remove-domain",
                "suspend-tenant",
                "resume-tenant",
                "check-schemas",
                "run-in-tenant",
                "run-in-all-tenants"
            })
    void teachesWithoutStartingTheApplication(String word) throws Exception {
        ApplicationProcess help = ApplicationProcess.run(List.of(word, "--help"));
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: " + word, "--output", "Exit codes:");
        assertThat(help.err()).isEmpty();
    }
}
