package io.tenantschemas.isolationcheck.way;

import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import jakarta.persistence.EntityManager;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.SqlOutParameter;
import org.springframework.jdbc.core.SqlParameter;
import org.springframework.jdbc.core.simple.SimpleJdbcCall;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.isolationcheck.application.IsolationApplication;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Procedures by name, and Spring's helpers that ask the database what a table or a procedure looks like. */
class ProceduresAndMetaDataIT {

    private final TwoTenants application =
            TwoTenants.shared(IsolationApplication.class, "spring.datasource.hikari.auto-commit=true");

    @BeforeEach
    void clear() {
        application.clear();
    }

    @Test
    void callsTheBoundTenantsProcedureByItsNameInTheMapping() {
        insert(ACME, "a1");
        insert(ACME, "a2");
        insert(GLOBEX, "g1");
        assertThat(in(ACME, this::count)).isEqualTo(2);
        assertThat(in(GLOBEX, this::count)).isEqualTo(1);
    }

    private long count() {
        Long count = application.transaction().execute(status -> (Long) application
                .bean(EntityManager.class)
                .createNamedStoredProcedureQuery("Entry.count")
                .setParameter("number", 0L)
                .getOutputParameterValue("number"));
        return count == null ? -1 : count;
    }

    // Every schema has such a table, and Spring knows nothing of paths.
    @Test
    void doesNotGuessWhoseTableAnInsertByMetaDataMeans() {
        assertThatExceptionOfType(DataAccessResourceFailureException.class)
                .isThrownBy(() -> in(ACME, () -> insertion().executeAndReturnKey(values(ACME, "a1"))));
        assertThat(application.rowsOf(ACME)).isEmpty();
    }

    @Test
    void insertsByMetaDataOfTheSchemaThatIsNamed() {
        insert(ACME, "a1");
        insert(GLOBEX, "g1");
        assertThat(application.rowsOf(ACME)).extracting(Row::marker).containsExactly("a1");
        assertThat(application.rowsOf(GLOBEX)).extracting(Row::marker).containsExactly("g1");
    }

    @Test
    void callsTheBoundTenantsFunctionWithDeclaredParameters() {
        for (SchemaName tenant : List.of(ACME, GLOBEX)) {
            in(
                    tenant,
                    () -> function()
                            .withoutProcedureColumnMetaDataAccess()
                            .declareParameters(
                                    new SqlOutParameter("returned", Types.BIGINT),
                                    new SqlParameter("new_marker", Types.VARCHAR),
                                    new SqlParameter("new_owner", Types.BIGINT),
                                    new SqlParameter("new_stamp", Types.VARCHAR),
                                    new SqlParameter("new_writer", Types.INTEGER),
                                    new SqlParameter("new_amount", Types.INTEGER))
                            .executeFunction(Long.class, arguments(tenant)));
        }
        assertThat(application.rowsOf(ACME)).extracting(Row::stamp).containsExactly("acme");
        assertThat(application.rowsOf(GLOBEX)).extracting(Row::stamp).containsExactly("globex");
    }

    @Test
    void callsTheFunctionOfTheSchemaThatIsNamedByItsMetaData() {
        for (SchemaName tenant : List.of(ACME, GLOBEX)) {
            in(
                    tenant,
                    () -> function()
                            .withSchemaName(TenantContext.currentSchema().value())
                            .executeFunction(Long.class, arguments(tenant)));
        }
        assertThat(application.rowsOf(ACME)).extracting(Row::stamp).containsExactly("acme");
        assertThat(application.rowsOf(GLOBEX)).extracting(Row::stamp).containsExactly("globex");
    }

    private SimpleJdbcCall function() {
        return new SimpleJdbcCall(application.bean(DataSource.class)).withFunctionName("add_entry");
    }

    private static Map<String, Object> arguments(SchemaName tenant) {
        return Map.of(
                "new_marker", "called", "new_owner", 0L, "new_stamp", tenant.value(), "new_writer", 0, "new_amount", 1);
    }

    private void insert(SchemaName tenant, String marker) {
        in(
                tenant,
                () -> insertion()
                        .withSchemaName(TenantContext.currentSchema().value())
                        .executeAndReturnKey(values(tenant, marker)));
    }

    private SimpleJdbcInsert insertion() {
        return new SimpleJdbcInsert(application.bean(DataSource.class))
                .withTableName("entry")
                .usingGeneratedKeyColumns("id");
    }

    private static Map<String, Object> values(SchemaName tenant, String marker) {
        return Map.of("marker", marker, "owner_id", 0, "stamp", tenant.value(), "writer", 0, "amount", 1);
    }

    private <T> T in(SchemaName tenant, Supplier<T> work) {
        return application.template().execute(tenant, work::get);
    }
}
