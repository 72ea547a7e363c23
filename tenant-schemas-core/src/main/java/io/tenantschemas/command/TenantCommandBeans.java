package io.tenantschemas.command;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import org.springframework.util.Assert;

/**
 * The application's own commands.
 *
 * @param names the names of all beans of type {@link TenantCommand}, in alphabetical order
 * @param byName returns one of them, and makes it if need be
 */
public record TenantCommandBeans(List<String> names, Function<String, TenantCommand> byName) {

    /** Checks that nothing is missing and copies the list. */
    public TenantCommandBeans {
        Assert.notNull(names, "'names' must not be null");
        Assert.notNull(byName, "'byName' must not be null");
        names = List.copyOf(names);
    }

    /** Returns those of these names, whatever their order. */
    public static TenantCommandBeans of(Collection<String> names, Function<String, TenantCommand> byName) {
        return new TenantCommandBeans(names.stream().sorted().toList(), byName);
    }
}
