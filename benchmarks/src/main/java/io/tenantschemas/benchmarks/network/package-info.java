/** What stands between a rival and PostgreSQL: {@link io.tenantschemas.benchmarks.network.TcpProxy}, which may delay or count. */
@NullMarked
package io.tenantschemas.benchmarks.network;

import org.jspecify.annotations.NullMarked;
