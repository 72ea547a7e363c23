package com.example.clients;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application as somebody writes it who has read the documents and nothing else. */
@SpringBootApplication
public class ClientsApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ClientsApplication.class, arguments);
    }
}
