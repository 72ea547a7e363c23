package io.tenantschemas.autoconfigure.type;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.type.application.Customer;
import io.tenantschemas.autoconfigure.type.application.CustomerRepository;
import io.tenantschemas.autoconfigure.type.application.Item;
import io.tenantschemas.autoconfigure.type.application.ItemRepository;
import io.tenantschemas.autoconfigure.type.application.Plan;
import io.tenantschemas.autoconfigure.type.application.PlanApplication;
import io.tenantschemas.autoconfigure.type.application.Report;
import io.tenantschemas.autoconfigure.type.application.ReportRepository;
import io.tenantschemas.command.Console;
import io.tenantschemas.command.TenantCommands;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.inspect.Finding.MiswrittenType;
import io.tenantschemas.inspect.Finding.ModelDeviation;
import io.tenantschemas.inspect.Finding.UnusableTenant;
import io.tenantschemas.inspect.InspectionReport;
import io.tenantschemas.inspect.Part;
import io.tenantschemas.inspect.SchemaInspection;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.provision.InvalidTenantException;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.TenantCreator;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An application whose customers are of two types, from the row to the request. */
class TenantTypesIT {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static RunningApplication application;

    private static JdbcTemplate catalogue;

    @BeforeAll
    static void start() {
        application = RunningApplication.start(
                PlanApplication.class,
                "tenant-schemas.registry.listen=false",
                "tenant-schemas.public-hosts=www.example.com",
                "tenant-schemas.migrations.shared.locations=classpath:db/plan/shared",
                "tenant-schemas.migrations.tenant.locations=classpath:db/plan/tenant");
        catalogue = new JdbcTemplate(application.database().dataSource());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static Customer saved(@Nullable Plan plan) {
        String name = name();
        return application.bean(CustomerRepository.class).save(new Customer(name, name + ".example.com", plan));
    }

    private static String name() {
        return "customer" + COUNT.incrementAndGet();
    }

    private static List<String> tables(String schema) {
        return catalogue.queryForList(
                "SELECT relname FROM pg_class WHERE relnamespace = ?::regnamespace AND relkind = 'r'"
                        + " AND relname <> 'flyway_schema_history' ORDER BY 1",
                String.class,
                schema);
    }

    private static Optional<TypeName> typeOf(String schema) {
        return application
                .bean(TenantRegistry.class)
                .findBySchema(SchemaName.of(schema))
                .flatMap(Tenant::type);
    }

    private static String get(Customer customer, String path) {
        return application.get(customer.getPrimaryDomain(), path).body();
    }

    private static TenantTemplate tenants() {
        return application.bean(TenantTemplate.class);
    }

    @Test
    void savingMakesTheSchemaOfItsType() {
        for (int i = 0; i < 2; i++) {
            assertThat(tables(saved(Plan.PREMIUM).getSchemaName())).containsExactly("item", "report");
            assertThat(tables(saved(Plan.BASIC).getSchemaName())).containsExactly("item");
            assertThat(tables(saved(null).getSchemaName())).containsExactly("item");
        }
    }

    @Test
    void whatTheRowSaysInTheEndCounts() {
        String schema = name();
        saveAndWrite(schema, "PREMIUM");
        assertThat(tables(schema)).containsExactly("item", "report");
    }

    @Test
    void nothingIsMadeOfATypeThatThereIsNot() {
        String schema = name();
        assertThatThrownBy(() -> saveAndWrite(schema, "GOLD"))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessage("'GOLD' is not a type of tenants that the application has. There are: basic, premium.");
        assertThat(catalogue.queryForList("SELECT FROM pg_namespace WHERE nspname = ?", schema))
                .isEmpty();
        assertThat(catalogue.queryForList("SELECT FROM customer WHERE schema_name = ?", schema))
                .isEmpty();
    }

    /** Saves a customer, and writes another plan into its row before the transaction ends. */
    private static void saveAndWrite(String schema, String plan) {
        new TransactionTemplate(application.bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            application
                    .bean(CustomerRepository.class)
                    .saveAndFlush(new Customer(schema, schema + ".example.com", Plan.BASIC));
            application
                    .bean(JdbcClient.class)
                    .sql("UPDATE customer SET service_plan = ? WHERE schema_name = ?")
                    .params(plan, schema)
                    .update();
        });
    }

    @Test
    void anEntityOfATypeIsOfUseToItsTenants() {
        Customer premium = saved(Plan.PREMIUM);
        ReportRepository reports = application.bean(ReportRepository.class);
        tenants().executeWithoutResult(premium.getSchemaName(), () -> reports.save(new Report("Sales")));
        long count = tenants().execute(premium.getSchemaName(), reports::count);
        assertThat(count).isEqualTo(1);
    }

    @Test
    void anEntityOfAnotherTypeSaysSo() {
        Customer basic = saved(Plan.BASIC);
        ReportRepository reports = application.bean(ReportRepository.class);
        String expected = "Entity Report belongs to tenants of type premium; tenant '%s' (id %d) is of type basic"
                .formatted(basic.getSchemaName(), basic.getId());
        assertThatThrownBy(() -> tenants().execute(basic.getSchemaName(), reports::count))
                .hasStackTraceContaining(expected);
        assertThatThrownBy(() -> tenants().execute(basic.getSchemaName(), () -> reports.save(new Report("Sales"))))
                .hasStackTraceContaining(expected);
        assertThatThrownBy(() -> tenants()
                        .execute(
                                basic.getSchemaName(),
                                () -> application
                                        .bean(JdbcClient.class)
                                        .sql("SELECT count(*) FROM report")
                                        .query(Long.class)
                                        .single()))
                .hasStackTraceContaining(expected);
        assertThatThrownBy(() -> tenants().execute(saved(null).getSchemaName(), reports::count))
                .hasStackTraceContaining("has no type");
    }

    @Test
    void tenantsOfTwoTypesInTurnSeeTheirOwnRows() {
        Customer premium = saved(Plan.PREMIUM);
        Customer basic = saved(Plan.BASIC);
        ItemRepository items = application.bean(ItemRepository.class);
        for (int i = 0; i < 3; i++) {
            tenants().executeWithoutResult(premium.getSchemaName(), () -> items.save(new Item("premium")));
            tenants().executeWithoutResult(basic.getSchemaName(), () -> items.save(new Item("basic")));
        }
        assertThat(itemsOf(premium)).containsExactly("premium", "premium", "premium");
        assertThat(itemsOf(basic)).containsExactly("basic", "basic", "basic");
    }

    private static List<String> itemsOf(Customer customer) {
        List<Item> found = tenants().execute(customer.getSchemaName(), application.bean(ItemRepository.class)::findAll);
        return found.stream().map(Item::getName).toList();
    }

    @Test
    void onePathHasAControllerForEachType() {
        Customer premium = saved(Plan.PREMIUM);
        Customer basic = saved(Plan.BASIC);
        assertThat(get(premium, "/plan")).isEqualTo("premium");
        assertThat(get(basic, "/plan")).isEqualTo("any");
        assertThat(get(saved(null), "/plan")).isEqualTo("any");
        assertThat(application.get("www.example.com", "/plan").body()).isEqualTo("public");
        assertThat(get(premium, "/reports")).isEqualTo("reports");
        assertThat(application.get(basic.getPrimaryDomain(), "/reports").status())
                .isEqualTo(404);
    }

    @Test
    void functionalRoutesAndViewsMayBeForOneSiteOrType() {
        String premium = saved(Plan.PREMIUM).getPrimaryDomain();
        String basic = saved(Plan.BASIC).getPrimaryDomain();
        String main = "www.example.com";
        assertThat(List.of(premium, basic, main))
                .extracting(host -> application.get(host, "/offer").body())
                .containsExactly("Have more", "Have the best", "Have a shop");
        assertThat(application.get(main, "/terms").body()).isEqualTo("Terms and conditions");
        assertThat(application.get(main, "/imprint").body()).isEqualTo("imprint");
        assertThat(application.get(premium, "/charts").body()).isEqualTo("charts");
        assertThat(List.of(
                        application.get(premium, "/terms"),
                        application.get(premium, "/imprint"),
                        application.get(basic, "/charts"),
                        application.get(main, "/charts")))
                .allSatisfy(response -> assertThat(response.status()).isEqualTo(404));
    }

    @Test
    void anotherTypeIsKnownAtOnceAndItsMigrationsComeWithTheNextRun() {
        Customer customer = saved(Plan.BASIC);
        String schema = customer.getSchemaName();
        assertThat(get(customer, "/plan")).isEqualTo("any");
        CustomerRepository customers = application.bean(CustomerRepository.class);
        Customer loaded = customers.findBySchemaName(schema).orElseThrow();
        loaded.setServicePlan(Plan.PREMIUM);
        customers.save(loaded);
        assertThat(typeOf(schema)).contains(TypeName.of("premium"));
        assertThat(get(customer, "/plan")).isEqualTo("premium");
        assertThat(tables(schema)).containsExactly("item");
        assertThat(application
                        .bean(TenantMigrator.class)
                        .migrate(MigrationRequest.only(SchemaName.of(schema)))
                        .migrated())
                .hasSize(1);
        assertThat(tables(schema)).containsExactly("item", "report");
    }

    @Test
    void namesTheTypesThatThereAreWhereAnAttributeIsNone() {
        TenantCreator creator = application.bean(TenantCreator.class);
        String premium = name();
        Tenant created =
                creator.create(NewTenant.of(premium, premium + ".example.com").with("servicePlan", "premium"));
        assertThat(created.type()).contains(TypeName.of("premium"));
        assertThat(tables(premium)).containsExactly("item", "report");
        String gold = name();
        assertThatExceptionOfType(InvalidTenantException.class)
                .isThrownBy(() ->
                        creator.create(NewTenant.of(gold, gold + ".example.com").with("servicePlan", "gold")))
                .withMessageContaining("There are: basic, premium");
    }

    @Test
    void whoIsMadeWithoutAnEntityIsStoredAsOneThatIsSaved() {
        TenantProvisioner provisioner = application.bean(TenantProvisioner.class);
        String premium = name();
        Tenant created = provisioner.create(
                NewTenant.of(premium, premium + ".example.com").with("service_plan", "premium"));
        assertThat(created.type()).contains(TypeName.of("premium"));
        assertThat(tables(premium)).containsExactly("item", "report");
        assertThat(application.bean(CustomerRepository.class).findBySchemaName(premium))
                .isPresent();
        String gold = name();
        assertThatExceptionOfType(InvalidTenantException.class)
                .isThrownBy(() -> provisioner.create(
                        NewTenant.of(gold, gold + ".example.com").with("service_plan", "gold")))
                .withMessageContaining("'service_plan'")
                .withMessageContaining("There are: basic, premium");
    }

    @Test
    void theTypeStaysWithATenantThatIsChanged() {
        TenantProvisioner provisioner = application.bean(TenantProvisioner.class);
        String schema = saved(Plan.PREMIUM).getSchemaName();
        String renamed = name();
        assertThat(provisioner.suspend(schema).type()).contains(TypeName.of("premium"));
        assertThat(provisioner.rename(schema, renamed).type()).contains(TypeName.of("premium"));
        assertThat(provisioner.resume(renamed).type()).contains(TypeName.of("premium"));
        assertThat(provisioner.addDomain(renamed, renamed + ".example.com").type())
                .contains(TypeName.of("premium"));
        assertThat(typeOf(renamed)).contains(TypeName.of("premium"));
    }

    @Test
    void aCopyIsOfItsOriginalsType() {
        TenantProvisioner provisioner = application.bean(TenantProvisioner.class);
        String schema = saved(Plan.PREMIUM).getSchemaName();
        String same = name();
        Tenant copy = provisioner.copy(
                schema, NewTenant.of(same, same + ".example.com").with("service_plan", "premium"), true);
        assertThat(copy.type()).contains(TypeName.of("premium"));
        assertThat(application.bean(CustomerRepository.class).findBySchemaName(same))
                .isPresent();
        String other = name();
        assertThatExceptionOfType(InvalidTenantException.class)
                .isThrownBy(() -> provisioner.copy(
                        schema, NewTenant.of(other, other + ".example.com").with("service_plan", "basic"), true))
                .withMessageContaining("a copy is of its original's type, which is premium");
    }

    @Test
    void whoIsOfAnUnknownTypeIsNobody() {
        String schema = saved(Plan.BASIC).getSchemaName();
        catalogue.update("UPDATE customer SET service_plan = 'GOLD' WHERE schema_name = ?", schema);
        try {
            application.bean(CachingTenantRegistry.class).forgetAll();
            assertThat(application.get(schema + ".example.com", "/plan").status())
                    .isEqualTo(404);
            assertThat(inspect().findings())
                    .filteredOn(UnusableTenant.class::isInstance)
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.describe()).contains("its type is unknown");
                        assertThat(finding.remedy())
                                .contains("Write one of BASIC, PREMIUM, or nothing", "delete-tenant");
                    });
        } finally {
            catalogue.update("UPDATE customer SET service_plan = 'BASIC' WHERE schema_name = ?", schema);
            application.bean(CachingTenantRegistry.class).forgetAll();
        }
    }

    @Test
    void whoIsOfAnUnknownTypeCanBeTakenOutOfServiceAndDroppedAndNothingElse() {
        String schema = saved(Plan.BASIC).getSchemaName();
        catalogue.update("UPDATE customer SET service_plan = 'GOLD' WHERE schema_name = ?", schema);
        application.bean(CachingTenantRegistry.class).forgetAll();
        TenantProvisioner provisioner = application.bean(TenantProvisioner.class);
        String remedy =
                "Write one of BASIC, PREMIUM, or nothing: UPDATE \"public\".\"customer\" SET \"service_plan\" = 'TYPE'";
        List<ThrowingCallable> refused = List.of(
                () -> provisioner.resume(schema),
                () -> provisioner.maintain(schema),
                () -> provisioner.rename(schema, name()),
                () -> provisioner.addDomain(schema, schema + ".example.org"));
        assertThat(refused)
                .allSatisfy(change -> assertThatThrownBy(change)
                        .isInstanceOf(UnknownTypeException.class)
                        .hasMessageContaining("'%s' is of type 'GOLD'".formatted(schema))
                        .hasMessageContaining(remedy));
        assertThat(command("resume-tenant", schema)).startsWith("1 ").contains(remedy);
        assertThat(command("suspend-tenant", schema))
                .isEqualTo("0 Tenant '%s' is SUSPENDED (before: ACTIVE).".formatted(schema));
        assertThat(catalogue.queryForObject(
                        "SELECT status || ' ' || service_plan FROM customer WHERE schema_name = ?",
                        String.class,
                        schema))
                .isEqualTo("SUSPENDED GOLD");
        assertThat(command("delete-tenant", schema, "--yes"))
                .startsWith("0 Tenant %s".formatted(schema))
                .contains("is deleted", schema + ".example.com");
        assertThat(catalogue.queryForList("SELECT FROM pg_namespace WHERE nspname = ?", schema))
                .isEmpty();
        assertThat(catalogue.queryForList("SELECT FROM customer WHERE schema_name = ?", schema))
                .isEmpty();
        assertThat(command("delete-tenant", schema, "--yes")).startsWith("1 There is no tenant with schema");
    }

    /** Returns the exit code, and what was written. */
    private static String command(String word, String... arguments) {
        StringWriter written = new StringWriter();
        PrintWriter both = new PrintWriter(written, true);
        Console console = new Console(both, both);
        return TenantCommands.read(console, word, arguments) instanceof TenantCommands.Ready ready
                ? ready.run(application::bean, console) + " "
                        + written.toString().strip()
                : written.toString();
    }

    @Test
    void findsATypeThatTheEntityDoesNotRead() {
        String schema = saved(Plan.PREMIUM).getSchemaName();
        catalogue.update("UPDATE customer SET service_plan = 'premium' WHERE schema_name = ?", schema);
        application.bean(CachingTenantRegistry.class).forgetAll();
        assertThat(inspect().findings())
                .filteredOn(MiswrittenType.class::isInstance)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.schemas()).containsExactly(SchemaName.of(schema));
                    assertThat(finding.describe()).contains("'premium'", "'PREMIUM'");
                    catalogue.execute(
                            finding.remedy().substring(finding.remedy().indexOf("UPDATE")));
                });
        assertThat(inspect().findings()).noneMatch(MiswrittenType.class::isInstance);
        assertThat(catalogue.queryForObject(
                        "SELECT service_plan FROM customer WHERE schema_name = ?", String.class, schema))
                .isEqualTo("PREMIUM");
    }

    private static InspectionReport inspect() {
        return application.bean(SchemaInspection.class).inspect();
    }

    @Test
    void schemasAreComparedWithTheModelOfTheirType() {
        String basic = saved(Plan.BASIC).getSchemaName();
        String premium = saved(Plan.PREMIUM).getSchemaName();
        assertThat(about(basic)).isEmpty();
        assertThat(about(premium)).isEmpty();
        catalogue.execute("CREATE TABLE %s.report (id bigint); DROP TABLE %s.report".formatted(basic, premium));
        try {
            assertThat(about(basic)).containsEntry(new Part("table", "report", ""), ModelDeviation.Fault.EXTRA);
            assertThat(about(premium)).containsEntry(new Part("table", "report", ""), ModelDeviation.Fault.MISSING);
        } finally {
            catalogue.execute("DROP TABLE %s.report".formatted(basic));
            application.bean(TenantProvisioner.class).drop(premium);
        }
    }

    private static Map<Part, ModelDeviation.Fault> about(String schema) {
        Map<Part, ModelDeviation.Fault> faults = new LinkedHashMap<>();
        inspect().findings().stream()
                .filter(finding -> finding.schemas().contains(SchemaName.of(schema)))
                .filter(ModelDeviation.class::isInstance)
                .map(ModelDeviation.class::cast)
                .forEach(deviation -> faults.put(deviation.part(), deviation.fault()));
        return faults;
    }

    @Test
    void noNameOfAnyTypeMayBeInSightOfAll() {
        catalogue.execute("CREATE TABLE public.report (id bigint)");
        try {
            assertThat(inspect().findings())
                    .extracting(finding -> finding.describe())
                    .anySatisfy(text -> assertThat(text).contains("table public.report"));
            assertThatThrownBy(() -> saved(Plan.PREMIUM)).hasStackTraceContaining("public.report");
        } finally {
            catalogue.execute("DROP TABLE public.report");
        }
    }
}
