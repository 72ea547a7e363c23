package io.tenantschemas.autoconfigure.command.application;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** An application that does whatever applications do when they start, and says so. */
@SpringBootApplication
@EnableScheduling
public class CommandTestApplication {

    private static final Logger logger = LoggerFactory.getLogger(CommandTestApplication.class);

    public static void main(String[] arguments) {
        SpringApplication.run(CommandTestApplication.class, arguments);
    }

    @Bean
    static BeanFactoryPostProcessor noise(Environment environment) {
        return beans -> {
            System.out.println("NOISE on standard output");
            logger.warn("NOISE in the log; output={}", environment.getProperty("output"));
        };
    }

    @Bean
    CommandLineRunner commandLineRunner() {
        return arguments -> say("COMMAND LINE RUNNER");
    }

    @Bean
    ApplicationRunner applicationRunner() {
        return arguments -> say("APPLICATION RUNNER");
    }

    @Bean
    SmartInitializingSingleton initializingSingleton() {
        return () -> say("INITIALIZING SINGLETON");
    }

    @Bean
    ApplicationListener<ContextRefreshedEvent> refreshed() {
        return event -> say("REFRESHED");
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> ready() {
        return event -> {
            say("READY");
            System.exit(42);
        };
    }

    static void say(String word) {
        System.err.println("APPLICATION: " + word);
    }

    @Component
    static final class Ticker {

        Ticker(ShopRepository shops) {
            say("TICKER " + shops);
        }

        @Scheduled(fixedRate = 1)
        void tick() {
            say("TICK");
        }
    }

    @Component
    static final class Worker implements SmartLifecycle {

        Worker(ShopRepository shops) {
            say("WORKER " + shops);
        }

        @Override
        public int getPhase() {
            return Integer.MIN_VALUE;
        }

        @Override
        public void start() {
            say("WORKER STARTED");
        }

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }
}
