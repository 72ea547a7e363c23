package io.tenantschemas.sample.database;

import java.nio.file.Path;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.testdatabase.KeptServer;

/**
 * Brings PostgreSQL along, so that there is nothing to install: data is kept between starts, and commands that are run while
 * the application is up find the same data. An application of your own needs nothing of this.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoServerGiven.class)
class KeptDatabase {

    @Bean
    KeptServer keptServer(@Value("${sample.data-directory}") String directory) {
        return KeptServer.startIn(Path.of(directory));
    }

    @Bean
    JdbcConnectionDetails keptConnectionDetails(KeptServer server) {
        return new KeptConnectionDetails(server.createDatabase("shops"), server.username(), server.password());
    }

    private record KeptConnectionDetails(String url, String username, String password)
            implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return url;
        }

        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public String getPassword() {
            return password;
        }
    }
}
