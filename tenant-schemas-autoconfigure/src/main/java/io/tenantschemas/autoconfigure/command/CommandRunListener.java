package io.tenantschemas.autoconfigure.command;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes the process a command when its first plain argument is the word of one. Help and wrong usage are answered before
 * anything of the application exists.
 */
final class CommandRunListener implements SpringApplicationRunListener, Ordered {

    private final Optional<CommandArguments> arguments;

    private @Nullable CommandProcess process;

    CommandRunListener(String[] arguments) {
        this.arguments = CommandArguments.of(arguments);
    }

    /** Comes before whatever listens to Spring Boot's events, and so before the log is set up. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void starting(ConfigurableBootstrapContext bootstrapContext) {
        arguments.ifPresent(given -> process = CommandProcess.begin(given));
    }

    @Override
    public void environmentPrepared(
            ConfigurableBootstrapContext bootstrapContext, ConfigurableEnvironment environment) {
        arguments.ifPresent(given -> CommandEnvironment.prepare(environment, given));
    }

    @Override
    public void contextLoaded(ConfigurableApplicationContext context) {
        CommandProcess command = process;
        if (command != null) {
            context.addBeanFactoryPostProcessor(new CommandBeanFactoryPostProcessor(() -> command.run(context)));
        }
    }

    @Override
    public void failed(@Nullable ConfigurableApplicationContext context, Throwable failure) {
        if (process != null) {
            process.fail(context, failure);
        }
    }
}
