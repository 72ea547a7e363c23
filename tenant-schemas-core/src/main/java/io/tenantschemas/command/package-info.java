/**
 * Commands for operators. {@link io.tenantschemas.command.TenantCommands} knows the words, reads a command line and runs what
 * it says; options are checked and help is given before anything that a command needs is asked for.
 */
@NullMarked
package io.tenantschemas.command;

import org.jspecify.annotations.NullMarked;
