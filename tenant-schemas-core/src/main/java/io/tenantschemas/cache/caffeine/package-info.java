/** Caches of Caffeine: {@link io.tenantschemas.cache.caffeine.CaffeineStore} gets at their keys. */
@NullMarked
package io.tenantschemas.cache.caffeine;

import org.jspecify.annotations.NullMarked;
