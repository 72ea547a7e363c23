package io.tenantschemas.autoconfigure.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class ClientApplication {}
