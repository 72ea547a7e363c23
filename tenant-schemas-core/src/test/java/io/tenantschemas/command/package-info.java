@NullMarked
package io.tenantschemas.command;

import org.jspecify.annotations.NullMarked;
