package io.tenantschemas.autoconfigure.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tenantschemas.command.TenantCommands;

/**
 * The arguments of a process that is a command.
 *
 * @param word the command
 * @param own what belongs to the command: whatever follows the word, except options with a dot in their name
 * @param springs what belongs to Spring: the options before the word, and those with a dot in their name after it
 */
record CommandArguments(String word, List<String> own, List<String> springs) {

    /** Returns the arguments of the command, or empty when the first plain argument is not a command, or there is none. */
    static Optional<CommandArguments> of(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (!isOption(arguments[i])) {
                return TenantCommands.isCommand(arguments[i]) ? Optional.of(split(i, arguments)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static CommandArguments split(int word, String... arguments) {
        List<String> own = new ArrayList<>();
        List<String> springs = new ArrayList<>(List.of(arguments).subList(0, word));
        for (String argument : List.of(arguments).subList(word + 1, arguments.length)) {
            (isSprings(argument) ? springs : own).add(argument);
        }
        return new CommandArguments(arguments[word], own, springs);
    }

    private static boolean isOption(String argument) {
        return argument.startsWith("--");
    }

    private static boolean isSprings(String argument) {
        return isOption(argument) && argument.split("=", 2)[0].contains(".");
    }
}
