package io.tenantschemas.routing;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;

import static org.assertj.core.api.Assertions.assertThat;

class TenantRelationsTests {

    private final TenantRelations relations = new TenantRelations();

    @BeforeEach
    void addRelations() {
        relations.add(List.of("product", "category", "order_line", "Order", "product_seq"));
    }

    // In what is expected, each § stands for the schema.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select p1_0.id,p1_0.name from §product p1_0 where p1_0.id=?",
                "SELECT * FROM §Product",
                "select p.id from §product as p, §category c where c.id in (select id from §category)",
                "select p.id from §product p left join §category c on c.id=p.category_id join public.country k on true",
                "select p.id from §product p join (§category c join §order_line l on l.c=c.id) on true",
                "select p.id from §product p join §category using (id, kind) where p.id=?",
                "select 1 from §\"Order\" o where o.\"from\" = 1",
                "select (select count(*) from §order_line l where l.product_id=p.id) from §product p",
                "select * from (select id from §product union select id from §category order by 1) x",
                "select * from only §product, lateral (select 1 from §category limit 1) l",
                "select * from §product p cross join lateral unnest(p.tags) as t(tag)",
                "select extract(year from p.made),trim(both from p.name),substring(p.name from 2 for 3) from §product p",
                "select p.id from §product p where p.a is distinct from p.b and p.a is not distinct from ?",
                "select p.id from §product p where p.id=? for no key update of p skip locked",
                "select cast(p.price as numeric(10,2)),p.price::varchar(9) from §product p",
                "with x as (select id from §product), y (a, b) as materialized (select id, id from x) select * from y, x",
                "with recursive x as (select id from §category union all select c.id from §category c join x on true)"
                        + " select * from x",
                "insert into §product (id,name) values (?,?)",
                "insert into §product as p (id) values (?) on conflict (id) do update set name=excluded.name returning id",
                "insert into §product (id) select l.product_id from §order_line l",
                "update §product set name=?,count=count+1 where id=?",
                "update §product p set name=c.name from §category c where c.id=p.category_id",
                "delete from §product where id=?",
                "delete from §product p using §category c, §order_line l where c.id=p.id",
                "merge into §product p using §category c on p.id=c.id when matched then update set name=c.name"
                        + " when not matched then insert (id) values (c.id)",
                "merge into §product p using (select id from §category) as c on p.id=c.id when matched then delete",
                "select nextval('§product_seq')",
                "select nextval('public.company_seq')",
                "select 1",
                "select * from public.country",
                "select count(distinct p.id) filter (where p.a > 1) over (partition by p.b order by p.c) from §product p",
                "select p.id from §product p where p.name like 'from item; x' escape '!' -- from item",
                "/* from item */ select p.id from §product p where p.at > current_date - interval '1 day' limit ?",
                "select p.id from §product p order by p.name desc nulls last offset ? rows fetch first ? rows only;",
                "(select id from §product) union all (select id from §category)",
                "select product.name from §product",
                "select p.a from §product p join §category c on case when p.a=1 then true else false end, §order_line l",
                "select * from §product set, §category",
                "select * from §product as set, §category values, §order_line",
                "select p.a*2. from §product p",
                "select 1.5 from §product p where p.a in (1., 2.)",
                "select 1 from §order_line l join §category c on c.pair = array[l.a, product], §product",
                "select p.tags[1:2],p.tags[length(p.name):3] from §product p",
                "select rank() over (partition by p.a order by p.b) from §product p window w as (order by p.id)",
                "update §product set (name,count)=(select c.name,1 from §category c) where id=?",
                "select p.a::text,p.b::pg_catalog.int4,cast(p.c as timestamp with time zone) from §product p",
                "insert into §product(id,name) select id,name from §category on conflict (id) do update set name=excluded.name,count=1",
                "insert into §product select c.id from §category c on conflict (id) do update set (name,product) = (excluded.name, 1)",
                "insert into §product select c.id from §category c on conflict on constraint product_pkey do nothing",
                "insert into §product select c.id from §category c on conflict do nothing",
                "select p.at from §product p where p.at::timestamp with time zone > ? order by p.at fetch first 3 rows with ties",
                "select * from unnest(array[1]) with ordinality as t(a, n), §product",
                "select * from §product natural join §category cross join §order_line left join public.country on true",
                "with recursive x as (select 1) select * from x, §product",
                "with x as (delete from §product returning id) update §category set name = '' from x where x.id = 1",
                "delete from only §product",
                "update §product as p set (name, count) = (?, ?) from §category c where c.id = p.id",
                "update §product set name = ? from §category c join §order_line l on l.c = c.id, public.country",
                "merge into §product using §category c on true when matched then update set (name, count) = (c.a, c.b)",
                "select (p).*, (p.tags)[1] from §product p",
                "select p.id from §product p where p.a = date '2020-01-01' or p.at > timestamp with time zone '2020-01-01'",
                "select p.id from §product p where p.name not like 'a%' escape '!' or p.name ilike 'b' and p.bits = b'01'",
                "select p.at at time zone 'UTC' from §product p where p.name between 'a' and 'b' group by 'x'",
                "select * from unnest(array[1]) as r(a, b), §product p(id, name), generate_series(?,?) x(v), (values (1)) v(id)",
                "select * from jsonb_each(?) with ordinality x(k, v, n), §product",
                "select 1e5, 1.5e-3, 2E7 from §product",
                "select trim(values from product), substring(delete from 1) from §product",
                "select extract(epoch from (now()-p.created)) from §product p",
                "select p.id from §product p where p.a is distinct from (p.b)",
                "select p.id from §product p where p.name like ? escape '\\'",
                "select p.id from §product p where upper(p.name) like upper(?) escape '\\' and p.name = E'it''s \\' from item' and p.a ~ '\\d'",
                "select nextval('§\"product_seq\"')",
                "select nextval('§\"Order\"'), nextval('public.\"company_seq\"')",
                "select nextval('§product_seq'::regclass)",
                "select int4range(1, 2), daterange(p.a, p.b), host(p.ip), date(p.at), text(p.a), jsonb_exists(p.d, 'a') from §product p",
                "select p.id from §product p where (p.a, p.b) overlaps (p.c, p.d) order by p.name collate \"C\"",
                "select cast(p.name as character varying(20)), cast(p.a as double precision), p.id as \"table\" from §product p",
                "select * from §product p order by rank() over w, count(*) over (order by p.id)",
                "select s.v,s.ordinality from unnest(array[1]) with ordinality as s(v), §product p",
                "select s.s from generate_series(1,2) s, §product",
                "select generate_series.generate_series from generate_series(1,2), §product",
                "select p.id from §product p join §category c on collation for (p.name) = 'x', §order_line o for update of o",
                "select p.a+$1*1.5,$2 from §product p where p.a > 2. and p.b = ?",
                "select p.is distinct from §product p",
                "select p.a from §product p order by p.a like (p.b), p.by like (p.a)",
                "select (select max(i.id) from §category c join §order_line l on percentile_cont(0.5) within group (order by o.a) > 0,"
                        + " §product i) from §product o group by o.a"
            })
    void qualifiesWhatItKnows(String expected) {
        assertThat(qualified(expected.replace("§", ""))).isEqualTo(expected.replace("§", "\"acme\"."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from item",
                "select 'product'::pg_catalog.regclass",
                "select 1 from product p where p.tableoid = 'product'::\"regclass\"",
                "select 1. from item",
                "select p.a*2. from product p, item",
                "select 1 from product p join category c on case when p.a=1 then true end, item",
                "select * from product set, item",
                "select * from product as set, item",
                "select * from product values, item",
                "select * from product p, crosstab('select 1 from item') as (id int)",
                "select * from product p, my_rows(1) as (id int)",
                "select p.tags[1:my_len(p.id)] from product p",
                "select escape(p.name) from product p",
                "select public.filter(p.id) from product p",
                "select filter(p.id), conflict(1), sets(1) from product p",
                "select cube(p.id) from product p",
                "select by(p.id) from product p",
                "select cast(? as item) from product",
                "select null::item from product",
                "select json_value(p.d, '$' returning product) from product p",
                "select p.a from product p window w as (order by p.a), item as (order by p.b) union all select 1 from item",
                "select * from public.country, item",
                "select * from product p, (select 1 from item) i",
                "select * from product natural join item",
                "select * from product where id in (select id from item)",
                "select * from \"Product\"",
                "select * from order",
                "select * from \"order\"",
                "select my_total(p.id) from product p",
                "select public.my_total(p.id) from product p",
                "select * from my_rows(1)",
                "select * from acme.my_rows(1)",
                "select * from product p tablesample bernoulli (10)",
                "select 'product'::regclass",
                "select cast(? as product) from product",
                "select null::product from product",
                "select p from product p where p = product '(1)'",
                "select current_schema",
                "select current_schema() from product",
                "select set_config('search_path', 'globex', false)",
                "select currval('product_seq')",
                "select lastval()",
                "select nextval('item_seq')",
                "select nextval(?)",
                "select nextval('Product_Seq' || '')",
                "select pg_advisory_lock(1) from product",
                "select * from pg_class",
                "select * from pg_catalog.pg_class",
                "select * from information_schema.tables",
                "select * from pg_temp.product",
                "select * from pg_temp_3.product",
                "select * from other.public.product",
                "select * into copied from product",
                "table product",
                "select * from (table product) t",
                "values (1)",
                "explain select * from product",
                "create table x as select * from product",
                "truncate product",
                "lock table product",
                "copy product to stdout",
                "do 'begin end'",
                "call refresh()",
                "{call refresh()}",
                "{? = call refresh()}",
                "select {fn now()} from product",
                "set search_path = globex",
                "select * from product; select * from product",
                "select * from product; drop table item",
                "select * from U&\"product\"",
                "select * from product where U&\"d\" = 1",
                "with product as (select 1) select * from product",
                "with x as (select * from x) select * from x",
                "with x as (select * from y), y as (select 1) select * from x",
                "select * from (with x as (select 1) select * from x) y, x",
                "delete from product using (category join item on true)",
                "update item set id=1",
                "insert into item values (1)",
                "insert into product select * from item",
                "merge into product p using item i on true when matched then delete",
                "select * from product where (select 1 from item",
                "select * from product)",
                "insert into product select id from category c join order_line l on conflict(l.id), item",
                "insert into product select id from category c join order_line l on conflict(l.id), item on conflict (id) do nothing",
                "insert into product select id from category on conflict (name my_ops) do nothing",
                "with item as (select 1 id) delete from item",
                "with item as (select 1 id) delete from only item",
                "with item as (select 1 id) delete from only (item)",
                "with item as (select 1 id) update item set id = 2",
                "with item as (select 1 id) update only item set id = 2",
                "with item as (select 1 id) insert into item select * from item",
                "with item as (select 1 id) merge into item using product p on true when matched then delete",
                "with item as (select 1), x as (delete from item returning *) select * from x",
                "insert into product(id) with category as (select 1) select id from category",
                "insert into product with time as (select 1) select * from time",
                "insert into product with ordinality(id) as (select 1) select * from ordinality",
                "with x as (insert into product with y as (select 1) select * from y returning *) select * from x",
                "select * from Order",
                "select * from user",
                "update user set name = ''",
                "insert into order(id) values (1)",
                "delete from user",
                "select * from current_user",
                "select 1 as from order by 1",
                "with \"from\" as (select 1) select 1 as join from item",
                "with \"user\" as (select 1) select * from user",
                "with rows as (select 1) select * from rows from(generate_series(1,3)) x",
                "with recursive x(n) as (select 1) search depth first by n set o, category as (select 5) select * from category",
                "with recursive x(n) as (select 1) cycle n set c using p, y as (select 5) select * from y",
                "with x as (select 1), y select * from product",
                "with x as (select 1) table x",
                "update product set count = 1 from category set, item where set.id = 1",
                "update product set count = 1 from category as set(id), item",
                "update product set count = 1 from category c join order_line set on set.id = c.id, item",
                "update product set count = set(1)",
                "select ('product_seq'::text).nextval",
                "select (p.s).nextval from product p",
                "select ((array['a'])[1]).nextval from product",
                "select (array['a'])[1].nextval from product",
                "select (item '(1,a)')::text from product",
                "select item'(1,a)' from product",
                "select item $$(1,x)$$ from product",
                "select \"item\" '(1,x)' from product",
                "select b '01' from product",
                "select double '1' from product",
                "select p.a::double from product p",
                "select like '(1)' from product",
                "select like(p.a) from product p",
                "select zone '(1)' from product",
                "select varchar(3) 'a' from product",
                "select * from product s, lateral unnest(array[row(s)]) as r(a int, b product)",
                "select * from unnest(array[row(1)]) as (a int, b item), product",
                "select * from unnest(array[row(1)]) as materialized (a item), product",
                "select * from unnest(array[row(1)]) r(a item), product",
                "select * from unnest(array[row(1)]) over (a item), product",
                "select * from unnest(array[row(1)]) with ordinality r(a item), product",
                "select * from unnest(array[row(1)]) as count(a item), product",
                "select 1 --x\r from item",
                "select 1 from product where 1=1 --x\r union select * from item",
                "with K as (select 1) select * from k",
                "with Ä as (select 1) select * from ä",
                "select * from \"product\"\"x\"",
                "with \"x\"\"y\" as (select 1) select * from \"x\"\"y\"",
                "select 1e5from item",
                "select 1e5from product",
                "select * from product x😀where, item",
                "select public.nextval('product_seq')",
                "select pg_catalog.nextval('product_seq')",
                "select substring(delete from item) from product, item",
                "select substring(merge from 1), 1 from item",
                "select order(p.id) from product p",
                "select p.a from product p order by cube(p.a)",
                "select case when true then insert(p.a) end from product p",
                "select using(p.a), public.using(id) from product p",
                "select * from (values join item on true)",
                "select * from product order by name collate mine",
                "select 1 from product where a = E'x'\n'b\\' union select 1 from item --'",
                "select any_value(p.id) from product p",
                "select nextval('\"Product_Seq\"')",
                "select nextval('item_seq'::regclass)",
                "select s.nextval from unnest(array['product_seq']) s",
                "select s.\"nextval\" from unnest(array['product_seq']) as s",
                "select unnest.nextval from unnest(array['product_seq'])",
                "select (select s.currval) from product p, lateral unnest(array['product_seq']) with ordinality s(v)",
                "select s.v,(select s.v from unnest(array['a']) s(w)) from unnest(array['a']) s(v)",
                "select p.id from product p join generate_series(4711,4711) s on s.pg_advisory_lock is null",
                "select s.v from unnest(array['product_seq']) s(v) order by s.nextval",
                "select s.v from unnest(array['product_seq']) s(v) group by s.v, s.nextval",
                "select s.v from unnest(array['product_seq']) s(v) join product nextval on s.nextval > 0",
                "select a23456789b23456789c23456789d23456789e23456789f23456789g23456789.nextval"
                        + " from unnest(array['product_seq']) a23456789b23456789c23456789d23456789e23456789f23456789g23456789h",
                "select ?.nextval",
                "select $1.nextval",
                "select $12.nextval",
                "select p.id from product p where ?.pg_try_advisory_lock",
                "update product set id = ?.nextval where id = 1",
                "select p.pg_typeof from product p",
                "select p.is distinct from item p",
                "select p.not distinct from item p",
                "select (select max(i.id) from category c join order_line l on percentile_cont(0.5) within group (order by o.a) > 0,"
                        + " item i) from product o group by o.a",
                "select p.a from product p order by like(p.a, p.b)",
                "select p.a from product p group by ilike(p.a, p.b)",
                "select count(*) over (partition by overlaps(p.a, p.b)) from product p",
                "select p.at at time zone like(p.a, p.b) from product p",
                "select p.id from product p fetch first like(1, 2) rows only",
                "select json_object('k' value like(p.a, p.b)) from product p",
                "select p.id from product p join category c on collation for (p.name) = 'x', item o",
                "select count(*) over (order by p.a rows like(p.a, p.b) preceding) from product p",
                "select * from",
                ""
            })
    void leavesToThePathWhatItDoesNot(String sql) {
        assertThat(relations.read(sql).qualified()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into product (id) values (?)",
                "select nextval('product_seq')",
                "update product set id = default"
            })
    void knowsWhatMayDrawNumbers(String sql) {
        assertThat(Objects.requireNonNull(relations.read(sql).qualified()).draws())
                .isTrue();
    }

    @Test
    void knowsWhatDrawsNone() {
        assertThat(Objects.requireNonNull(
                                relations.read("update product set id = 1").qualified())
                        .draws())
                .isFalse();
        assertThat(Objects.requireNonNull(
                                relations.read("select id from product").qualified())
                        .draws())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select p.id from product p where p.name like ? escape '\\'",
                "select 1 from product p where p.a = '\\' and p.b = ' union select * from item --'",
                "select p.id from product p where p.name = U&'\\0041'"
            })
    void knowsWhatTakesBackslashesForThemselves(String sql) {
        assertThat(Objects.requireNonNull(relations.read(sql).qualified()).backslashes())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select p.id from product p where p.name like ? escape '!'",
                "select p.id from product p where p.name = E'\\n'",
                "select p.id from product p where p.name = $$\\$$"
            })
    void knowsWhatHasNone(String sql) {
        assertThat(Objects.requireNonNull(relations.read(sql).qualified()).backslashes())
                .isFalse();
    }

    @Test
    void tellsWhichSchemaASequenceIsIn() {
        assertThat(Objects.requireNonNull(relations
                                .read("select nextval('Globex.company_seq')")
                                .qualified())
                        .schemas())
                .containsExactly("globex");
    }

    @Test
    void remembersShortTextsOnly() {
        String sql = "select id from product where name = ?";
        String longSql = sql + " ".repeat(16_384);

        assertThat(relations.read(sql).qualified()).isSameAs(relations.read(sql).qualified());
        assertThat(relations.read(longSql).qualified())
                .isNotSameAs(relations.read(longSql).qualified())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR: relation \"report\" does not exist",
                "ERROR: relation \"acme.report\" does not exist",
                "FEHLER: Relation »report« existiert nicht",
                "ERREUR: la relation « acme.report » n'existe pas"
            })
    void findsWhoseTheRelationIsThatATenantOfAnotherTypeLacks(String message) {
        relations.addOfTypes("Report", Set.of(TypeName.of("premium")), List.of("report"));
        assertThat(relations.findMissing(message, tenant(Optional.of(TypeName.of("basic")))))
                .hasValueSatisfying(found -> assertThat(found.owner()).isEqualTo("Report"));
        assertThat(relations.findMissing(message, tenant(Optional.empty()))).isPresent();
        assertThat(relations.findMissing(message, tenant(Optional.of(TypeName.of("premium")))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR: relation \"reports\" does not exist",
                "ERROR: relation \"my_report\" does not exist",
                "ERROR: function \"x\" does not exist in the report"
            })
    void findsNothingWhereSomethingElseIsMissing(String message) {
        relations.addOfTypes("Report", Set.of(TypeName.of("premium")), List.of("report", "relation", "function"));
        assertThat(relations.findMissing(message, tenant(Optional.empty()))).isEmpty();
    }

    private static Tenant tenant(Optional<TypeName> type) {
        return new Tenant(1, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of(), type);
    }

    @Test
    void learnsOfMoreLater() {
        assertThat(relations.read("select * from item").qualified()).isNull();

        relations.add(List.of("item"));

        assertThat(qualified("select * from item")).isEqualTo("select * from \"acme\".item");
    }

    private String qualified(String sql) {
        return Objects.requireNonNull(relations.read(sql).qualified(), sql).in(SchemaName.of("acme"));
    }
}
