package io.tenantschemas.routing;

import java.util.Set;

/** Types of PostgreSQL itself, by the words with which they begin. The list is not complete and need not be. */
final class BuiltInTypes {

    private static final Set<String> NAMES = Set.of("""
            bigint bit bool boolean bpchar bytea char character cidr date daterange datemultirange decimal double float
            float4 float8 inet int int2 int4 int4range int4multirange int8 int8range int8multirange integer interval json jsonb
            jsonpath line macaddr macaddr8 money name national numeric numrange nummultirange oid point real smallint text time
            timestamp timestamptz timetz tsquery tsrange tsmultirange tstzrange tstzmultirange tsvector uuid varbit varchar
            xid8 xml
            """.strip().split("\\s+"));

    private BuiltInTypes() {}

    static boolean contain(String name) {
        return NAMES.contains(name);
    }
}
