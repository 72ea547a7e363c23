package io.tenantschemas.autoconfigure.command;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommandArgumentsTests {

    @Test
    void areNoneWithoutAPlainArgument() {
        assertThat(CommandArguments.of()).isEmpty();
        assertThat(CommandArguments.of("--server.port=0", "--debug")).isEmpty();
    }

    @Test
    void areNoneWhenTheFirstPlainArgumentIsTheApplicationsOwn() {
        assertThat(CommandArguments.of("import", "migrate-schemas")).isEmpty();
        assertThat(CommandArguments.of("-x", "migrate-schemas")).isEmpty();
    }

    @Test
    void leaveToSpringWhatStandsBeforeTheWord() {
        assertThat(CommandArguments.of("--debug", "--server.port=0", "list-tenants"))
                .contains(new CommandArguments("list-tenants", List.of(), List.of("--debug", "--server.port=0")));
    }

    @Test
    void takeWhatFollowsTheWordExceptOptionsWithADotInTheirName() {
        assertThat(CommandArguments.of(
                        "migrate-schemas",
                        "--schema=a.b",
                        "--spring.datasource.url=jdbc:x",
                        "--fail-fast",
                        "stray.word",
                        "--my.flag"))
                .contains(new CommandArguments(
                        "migrate-schemas",
                        List.of("--schema=a.b", "--fail-fast", "stray.word"),
                        List.of("--spring.datasource.url=jdbc:x", "--my.flag")));
    }
}
