package io.tenantschemas.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands with those beans that were added, and keeps what they write. */
final class CommandLineOfTests {

    private final Map<Class<?>, Object> beans = new HashMap<>();

    private final StringWriter out = new StringWriter();

    private final StringWriter err = new StringWriter();

    private @Nullable Question question;

    <T> CommandLineOfTests with(Class<T> type, T bean) {
        beans.put(type, bean);
        return this;
    }

    /** Has somebody at the terminal who types that. */
    CommandLineOfTests typing(@Nullable String answer) {
        question = prompt -> Optional.ofNullable(answer);
        return this;
    }

    int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), null, question);
        TenantCommands.Invocation invocation =
                TenantCommands.read(console, arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
        return invocation instanceof TenantCommands.Ready ready
                ? ready.run(commandBeans(), console)
                : ((TenantCommands.Answered) invocation).exitCode();
    }

    private CommandBeans commandBeans() {
        return new CommandBeans() {
            @Override
            public <T> T get(Class<T> type) {
                return type.cast(Objects.requireNonNull(beans.get(type), () -> "asked for " + type));
            }
        };
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    JsonNode document() {
        return JsonMapper.shared().readTree(out());
    }
}
