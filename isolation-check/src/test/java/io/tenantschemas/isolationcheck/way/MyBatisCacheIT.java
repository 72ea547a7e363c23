package io.tenantschemas.isolationcheck.way;

import java.util.List;

import org.apache.ibatis.annotations.CacheNamespace;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.session.SqlSessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mybatis.spring.mapper.MapperFactoryBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.tenantschemas.isolationcheck.access.MyBatis;
import io.tenantschemas.isolationcheck.application.EntryMapper;
import io.tenantschemas.isolationcheck.application.IsolationApplication;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

/** What is not guaranteed, and documented so: the second-level cache of MyBatis, in whose keys nobody has a say. */
class MyBatisCacheIT {

    private static TwoTenants application() {
        return TwoTenants.shared(Caching.class);
    }

    @BeforeEach
    void writeARowForEach() {
        application().clear();
        for (SchemaName tenant : List.of(ACME, GLOBEX)) {
            application()
                    .template()
                    .executeWithoutResult(
                            tenant,
                            () -> new MyBatis(application().bean(EntryMapper.class))
                                    .insert(List.of(application().row(tenant, "of " + tenant))));
        }
    }

    @Test
    void isNotDivided() {
        assertThat(markersFor(ACME)).containsExactly("of acme");
        assertThat(markersFor(GLOBEX)).containsExactly("of acme");
    }

    private static List<String> markersFor(SchemaName tenant) {
        return application()
                .template()
                .execute(tenant, () -> application().bean(CachingMapper.class).markers());
    }

    /** A mapper as it must not be. */
    @CacheNamespace(readWrite = false)
    interface CachingMapper {

        @Select("SELECT marker FROM entry")
        List<String> markers();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(IsolationApplication.class)
    static class Caching {

        @Bean
        MapperFactoryBean<CachingMapper> cachingMapper(SqlSessionFactory sessions) {
            MapperFactoryBean<CachingMapper> mapper = new MapperFactoryBean<>(CachingMapper.class);
            mapper.setSqlSessionFactory(sessions);
            return mapper;
        }
    }
}
