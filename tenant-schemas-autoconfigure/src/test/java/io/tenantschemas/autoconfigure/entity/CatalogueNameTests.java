package io.tenantschemas.autoconfigure.entity;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogueNameTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            note               | ~~     | note
            Note               | ~~     | note
            "Note"             | ~~     | Note
            public.note        | public | note
            "order"."Big Note" | order  | Big Note
            crm."a.b"          | crm    | a.b
            "a""b"             | ~~     | a"b
            db.crm.note        | crm    | note
            a23456789b23456789c23456789d23456789e23456789f23456789g234567890 | ~~ | a23456789b23456789c23456789d23456789e23456789f23456789g23456789
            """)
    void readsNamesAsPostgresDoes(String sql, String schema, String name) {
        assertThat(CatalogueName.parse(sql)).isEqualTo(new CatalogueName(schema.isEmpty() ? null : schema, name));
    }
}
