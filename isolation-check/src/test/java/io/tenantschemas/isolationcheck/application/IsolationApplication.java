package io.tenantschemas.isolationcheck.application;

import javax.sql.DataSource;

import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSessionFactory;
import org.mybatis.spring.SqlSessionFactoryBean;
import org.mybatis.spring.mapper.MapperFactoryBean;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** JPA, Spring Data, plain JDBC in all of Spring's forms, jOOQ and MyBatis, over one data source. */
@SpringBootApplication
public class IsolationApplication {

    @Bean
    SqlSessionFactoryBean sqlSessionFactory(DataSource dataSource) {
        org.apache.ibatis.session.Configuration configuration = new org.apache.ibatis.session.Configuration();
        // The other ways write within the same transaction, of which MyBatis's own cache would know nothing.
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
        configuration.setArgNameBasedConstructorAutoMapping(true);
        configuration.setMapUnderscoreToCamelCase(true);
        SqlSessionFactoryBean factory = new SqlSessionFactoryBean();
        factory.setDataSource(dataSource);
        factory.setConfiguration(configuration);
        return factory;
    }

    @Bean
    MapperFactoryBean<EntryMapper> entryMapper(SqlSessionFactory sessions) {
        MapperFactoryBean<EntryMapper> mapper = new MapperFactoryBean<>(EntryMapper.class);
        mapper.setSqlSessionFactory(sessions);
        return mapper;
    }
}
