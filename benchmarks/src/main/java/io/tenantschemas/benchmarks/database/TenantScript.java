package io.tenantschemas.benchmarks.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What makes a tenant's schema: the migrations, one after the other, and some rows. The same as Flyway would do, but faster. */
final class TenantScript {

    private static final PathMatchingResourcePatternResolver RESOURCES = new PathMatchingResourcePatternResolver();

    private final String migrations = Stream.of(resources("classpath:db/tenant/V*.sql"))
            .sorted(Comparator.comparingInt(TenantScript::version))
            .map(TenantScript::text)
            .collect(Collectors.joining("\n"));

    private final String rows = text(RESOURCES.getResource("classpath:seed/shop.sql"));

    /** Returns the SQL for the tables that all tenants share. */
    static String shared() {
        return Arrays.stream(resources("classpath:db/shared/V*.sql"))
                .map(TenantScript::text)
                .collect(Collectors.joining("\n"));
    }

    /** Returns the SQL for a tenant, to be run in one transaction. */
    String of(int number) {
        String schema = TenantNames.schema(number);
        return """
            INSERT INTO client (id, schema_name, status) VALUES (%1$d, '%2$s', 'ACTIVE');
            INSERT INTO tenant_domain (tenant_id, domain, is_primary) VALUES (%1$d, '%3$s', true);
            CREATE SCHEMA %2$s;
            SET LOCAL search_path TO %2$s, public;
            """.formatted(number, schema, TenantNames.host(number)) + migrations + rows;
    }

    private static int version(Resource migration) {
        String name = Objects.requireNonNull(migration.getFilename());
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    private static Resource[] resources(String pattern) {
        try {
            return RESOURCES.getResources(pattern);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String text(Resource resource) {
        try {
            return resource.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
