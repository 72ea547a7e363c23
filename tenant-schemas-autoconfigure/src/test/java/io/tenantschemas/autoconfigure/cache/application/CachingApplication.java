package io.tenantschemas.autoconfigure.cache.application;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class CachingApplication {}
