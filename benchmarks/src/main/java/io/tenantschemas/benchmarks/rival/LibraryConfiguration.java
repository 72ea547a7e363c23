package io.tenantschemas.benchmarks.rival;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.benchmarks.application.ShopApplication;

/** Adds the tenants' entity; everything else the library does by itself. */
@Configuration(proxyBeanMethods = false)
@EntityScan(basePackageClasses = {ShopApplication.class, Client.class})
class LibraryConfiguration {}
