package io.tenantschemas.benchmarks.application;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The shop, which knows nothing of tenants but the annotations of its entities. */
@SpringBootApplication
public class ShopApplication {}
