@NullMarked
package io.tenantschemas.autoconfigure.command.application;

import org.jspecify.annotations.NullMarked;
