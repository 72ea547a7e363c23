/**
 * Commands for operators. {@link io.tenantschemas.command.TenantCommands} knows the words, reads a command line and runs what
 * it says; options are checked and help is given before anything that a command needs is asked for. An application adds work of its
 * own as beans of type {@link io.tenantschemas.command.TenantCommand}.
 */
@NullMarked
package io.tenantschemas.command;

import org.jspecify.annotations.NullMarked;
