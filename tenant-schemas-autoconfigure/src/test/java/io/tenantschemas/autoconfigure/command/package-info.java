@NullMarked
package io.tenantschemas.autoconfigure.command;

import org.jspecify.annotations.NullMarked;
