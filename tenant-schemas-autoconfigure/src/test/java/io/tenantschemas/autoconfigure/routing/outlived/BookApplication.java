package io.tenantschemas.autoconfigure.routing.outlived;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.tenantschemas.autoconfigure.app.ClientApplication;

@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
@Import(ClientApplication.class)
class BookApplication {}
