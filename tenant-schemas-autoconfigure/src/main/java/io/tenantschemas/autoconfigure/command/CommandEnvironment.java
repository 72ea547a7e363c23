package io.tenantschemas.autoconfigure.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/** The environment of a process that is a command. */
final class CommandEnvironment {

    /** Whether this process is a command. */
    static final String ACTIVE = "tenant-schemas.command.active";

    private static final String OVERRIDES = "tenantSchemasCommand";

    private static final String DEFAULTS = "tenantSchemasCommandDefaults";

    private CommandEnvironment() {}

    /** Takes the command's own arguments out of the environment, and has the application start as little as it can. */
    static void prepare(ConfigurableEnvironment environment, CommandArguments arguments) {
        MutablePropertySources sources = environment.getPropertySources();
        String commandLine = CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME;
        if (sources.contains(commandLine)) {
            List<String> remaining = new ArrayList<>(arguments.springs());
            remaining.add(arguments.word());
            sources.replace(commandLine, new SimpleCommandLinePropertySource(remaining.toArray(String[]::new)));
        }
        sources.addFirst(new MapPropertySource(OVERRIDES, overrides()));
        // The command says itself how it gets on; Flyway would log each failure once more.
        sources.addLast(new MapPropertySource(
                DEFAULTS, Map.of("logging.level.root", "warn", "logging.level.org.flywaydb", "off")));
    }

    private static Map<String, Object> overrides() {
        Map<String, Object> overrides = new LinkedHashMap<>();
        overrides.put(ACTIVE, true);
        overrides.put("spring.main.web-application-type", "none");
        overrides.put("spring.main.banner-mode", "off");
        overrides.put("spring.main.lazy-initialization", true);
        overrides.put("spring.main.log-startup-info", false);
        overrides.put("spring.main.keep-alive", false);
        // What a command does to tenants may be the way out of what these would fail on, and nobody asked it for
        // either.
        overrides.put("spring.jpa.hibernate.ddl-auto", "none");
        overrides.put("spring.sql.init.mode", "never");

        // A signal would wait in it for the start-up, which is as long as the command. The command closes the context
        // itself.
        overrides.put("spring.main.register-shutdown-hook", false);
        return overrides;
    }
}
