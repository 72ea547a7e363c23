/**
 * Commands in a Spring Boot application. When the first plain argument is the word of a command, the process is that command:
 * {@link io.tenantschemas.autoconfigure.command.CommandRunListener} sees to it from the first moment of the start-up.
 */
@NullMarked
package io.tenantschemas.autoconfigure.command;

import org.jspecify.annotations.NullMarked;
