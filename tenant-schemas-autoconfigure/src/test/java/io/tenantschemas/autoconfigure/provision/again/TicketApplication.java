package io.tenantschemas.autoconfigure.provision.again;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.autoconfigure.app.Client;

@Configuration(proxyBeanMethods = false)
@EntityScan(basePackageClasses = {Client.class, Ticket.class})
public class TicketApplication {}
