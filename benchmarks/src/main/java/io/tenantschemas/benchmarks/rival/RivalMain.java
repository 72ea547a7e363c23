package io.tenantschemas.benchmarks.rival;

import java.io.IOException;
import java.util.Arrays;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.tenantschemas.benchmarks.application.ShopApplication;
import io.tenantschemas.benchmarks.process.JavaProcess;

/** Serves requests until its input ends. The first argument says as which rival, the others are Spring's. */
public final class RivalMain {

    private RivalMain() {}

    public static void main(String[] arguments) throws IOException {
        Rival rival = Rival.valueOf(arguments[0]);
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(ShopApplication.class)
                .sources(rival.configurations())
                .properties(rival.properties())
                .run(Arrays.copyOfRange(arguments, 1, arguments.length))) {
            JavaProcess.tellParent(application.getEnvironment().getRequiredProperty("local.server.port"));
            // Ends with whoever started this, however that ends.
            System.in.readAllBytes();
        }
    }
}
