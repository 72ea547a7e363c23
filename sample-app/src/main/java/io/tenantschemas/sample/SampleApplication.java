package io.tenantschemas.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The shop platform. */
@SpringBootApplication
public class SampleApplication {

    /** Starts the platform, or runs a command such as {@code migrate-schemas} and ends. */
    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }
}
